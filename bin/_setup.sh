# Sourced by bin/run and bin/test, from the project's folder: a virtual environment with exactly what requirements.txt
# lists, and the compiled catalogue. What is already there and current is not touched.

venv=.venv
python=$venv/bin/python
installed=$venv/installed.txt

fail() {
    printf '%s\n' "$@" >&2
    exit 1
}

can_install() {
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1
}

apt_install() {
    echo "Installing $* from the system's packages ..."
    apt-get install -y --no-install-recommends "$@" >/dev/null 2>&1 && return
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@" >/dev/null
}

recent_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

find_python() {
    for candidate in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11; do
        recent_enough "$candidate" && echo "$candidate" && return
    done
    fail "Python 3.11 or newer is needed, and none was found on the PATH." \
        "Install it (Debian, Ubuntu: apt install python3 python3-venv), or name it: PYTHON=/path/to/python3 $0"
}

# Debian ships Python without the part that makes environments.
ensure_venv_module() {
    "$1" -c 'import ensurepip, venv' 2>/dev/null && return
    version=$("$1" -c 'import sys; print("python%d.%d" % sys.version_info[:2])')
    if can_install; then
        apt_install "$version-venv" || true
    fi
    "$1" -c 'import ensurepip, venv' 2>/dev/null ||
        fail "This Python cannot make virtual environments. Install $version-venv (Debian, Ubuntu: apt install $version-venv)."
}

make_venv() {
    recent_enough $python && [ -x $venv/bin/pip ] && return
    base=$(find_python)
    ensure_venv_module "$base"
    echo "Making the virtual environment in $venv ..."
    "$base" -m venv --clear $venv
}

# uv installs several times faster than pip. It comes with its hash from the same list; without it pip does the work.
install_packages() {
    cmp -s requirements.txt $installed && return
    echo "Installing the packages of requirements.txt (the first time takes up to a minute) ..."
    awk '/^[^ #]/ { wanted = /^uv==/ } wanted' requirements.txt >$venv/uv.txt
    $python -m pip install -qq --disable-pip-version-check --require-hashes -r $venv/uv.txt || true
    $venv/bin/uv pip install -q --python $python --require-hashes -r requirements.txt 2>/dev/null ||
        $python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements.txt ||
        fail "The packages could not be installed. Is the package index reachable?"
    cp requirements.txt $installed
}

compile_catalogue() {
    for source in nomination/translations/*/LC_MESSAGES/messages.po; do
        compiled=${source%.po}.mo
        if [ -f "$source" ] && { [ ! -f "$compiled" ] || [ "$source" -nt "$compiled" ]; }; then
            bin/i18n compile
            return
        fi
    done
}

make_venv
install_packages
compile_catalogue
