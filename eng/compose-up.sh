#!/usr/bin/env bash
# Tries the whole thing out in containers: makes secrets once, builds the image, starts what docker-compose.yml names, waits until it is
# ready, and says where it is. What is made stays in .local/compose/, which git ignores; secrets that are there are never changed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source eng/common.sh

usage() {
  cat <<'TEXT'
Usage: eng/compose-up.sh [--two] [--nginx] [--observability] [--no-build]
       eng/compose-up.sh --upgrade | --exchange
       eng/compose-up.sh --down
       eng/compose-up.sh -- ARGUMENTS...

  --two            a second instance, so that one can be exchanged while the other serves
  --nginx          nginx in front instead of Caddy (needs openssl, for a certificate of its own)
  --observability  an OpenTelemetry collector, Prometheus and Grafana as well
  --no-build       take the image that is there
  --upgrade        of what runs: build this checkout, migrate, and exchange one instance after the other
  --exchange       of what runs: exchange one instance after the other, and neither build nor migrate: to have a setting changed, or,
                   with APP_IMAGE_TAG=TAG, to go back to an image that was built before
  --down           stop all of it; data and secrets stay
  -- ARGUMENTS     hand them to docker compose, for the same project: -- logs --follow api

Variables: PUBLISHED_ADDRESS (127.0.0.1), PUBLISHED_HTTP (8080), PUBLISHED_HTTPS (8443), PUBLISHED_PROMETHEUS (9090),
PUBLISHED_GRAFANA (3000), SITE_ADDRESS (localhost), TLS (internal), EDGE_PREFIX (10.213.84), CPUS (2), APP_IMAGE_TAG (local),
APP_SERVER__ALLOWED_HOSTS, APP_CORS__ORIGINS, APP_JWT_ISSUER, APP_JWT_AUDIENCE, APP_TELEMETRY__ENDPOINT, APP_SWAGGER__ENABLED (true here).
What was given once is kept in COMPOSE_STATE/environment for later runs, until it is given anew; given empty, it is the default again.
COMPOSE_STATE (.local/compose): where that, the secrets and the rest are.
TEXT
}

refuse() {
  printf '%s\n' "$*" >&2
  usage >&2
  exit 64
}

proxy=caddy two='' observability='' build=--build action=up
while [ $# -gt 0 ]; do
  case "$1" in
    --two) two=yes ;;
    --nginx) proxy=nginx ;;
    --observability) observability=yes ;;
    --no-build) build='' ;;
    --upgrade) action=upgrade ;;
    --exchange) action=exchange ;;
    --down) action=down ;;
    --help | -h) usage && exit 0 ;;
    --) shift && action=other && break ;;
    *) refuse "There is no option $1." ;;
  esac
  shift
done

state=${COMPOSE_STATE:-.local/compose}
secrets=$state/secrets
environment=$state/environment
oldest=2.20.0

command -v docker >/dev/null 2>&1 || die "Docker is needed, with its Compose: https://docs.docker.com/engine/install/"
version=$(docker compose version --short 2>/dev/null) || die "Docker has no Compose here: https://docs.docker.com/compose/install/"
version=${version#v}
[ "$(printf '%s\n' "$oldest" "${version%%[-+]*}" | sort -V | head -n 1)" = "$oldest" ] ||
  die "Docker Compose $oldest or newer is needed; this is $version."

compose() { docker compose --env-file "$environment" "$@"; }

# The variables that people may give, of which none is a secret.
given_names=(PUBLISHED_ADDRESS PUBLISHED_HTTP PUBLISHED_HTTPS PUBLISHED_PROMETHEUS PUBLISHED_GRAFANA SITE_ADDRESS TLS EDGE_PREFIX CPUS
  APP_IMAGE_TAG APP_SERVER__ALLOWED_HOSTS APP_CORS__ORIGINS APP_JWT_ISSUER APP_JWT_AUDIENCE APP_TELEMETRY__ENDPOINT APP_SWAGGER__ENABLED)
collector=http://otel-collector:4317

# What the file of the last run says.
kept() { [ ! -f "$environment" ] || sed -nE "s/^$1='(.*)'\$/\1/p" "$environment" | tail -n 1; }

# Of this shell, else of the last run. From here on they are variables of this shell.
for name in "${given_names[@]}"; do
  value=${!name-$(kept "$name")}
  if [[ $value == *[\'$'\n']* ]]; then die "$name may have neither a quote nor a second line in it."; fi
  export "$name=$value"
done

# Written whole or not at all.
write_environment() {
  local profiles=$1 instances=$2
  {
    echo "# Written by eng/compose-up.sh: docker compose --env-file $environment ..."
    set_variable COMPOSE_PROFILES "$profiles"
    set_variable API_SECRETS "$(absolute "$secrets")"
    set_variable PROMETHEUS_TARGETS "$(absolute "$state/targets")"
    [[ ,$profiles, != *,nginx,* ]] || set_variable NGINX_SITE "$(absolute "$state/nginx")"
    set_variable API_UPSTREAMS "$instances"
    set_variable APP_VERSION "$(sed -nE 's|.*<Version>(.+)</Version>.*|\1|p' Directory.Build.props)"
    set_variable APP_COMMIT "$(git rev-parse HEAD 2>/dev/null || echo unknown)"
    set_variable APP_BUILT_AT "$(commit_time)"
    for name in "${given_names[@]}"; do
      [ -z "${!name}" ] || set_variable "$name" "${!name}"
    done
  } >"$environment.new"
  mv -f "$environment.new" "$environment"
}
set_variable() { printf "%s='%s'\n" "$1" "$2"; }
absolute() { (cd "$1" && pwd); }

# Every container of a service is a new one, maybe with another address, and nginx looks names up only when it reads its files.
reload_nginx() {
  compose exec -T proxy-nginx nginx -s reload -e stderr -c /etc/nginx/enterprise/nginx.conf -g 'pid /tmp/nginx.pid;' </dev/null
}

exchange() {
  local profiles instances instance
  profiles=$(kept COMPOSE_PROFILES)
  instances=$(kept API_UPSTREAMS)
  write_environment "$profiles" "$instances"
  export COMPOSE_PROFILES=$profiles
  if [ "$action" = upgrade ]; then
    [ -z "$build" ] || compose build api
    compose run --rm -T migrate </dev/null
  fi
  [[ $instances == *' '* ]] || say "there is one instance: some seconds without it follow (--two avoids them)"
  for instance in $instances; do
    say "exchanging ${instance%:*}"
    compose up --detach --no-deps --no-build --wait "${instance%:*}" ||
      die "It did not become ready, and what was to follow was left alone. Why: ./eng/compose-up.sh -- logs ${instance%:*}"
    [[ ,$profiles, != *,nginx,* ]] || reload_nginx
    # For the proxy to notice that it is back.
    sleep 3
  done
  say "exchanged; which build answers: /version"
}

if [ "$action" != up ]; then
  [ -f "$environment" ] || die "$environment is not there: nothing was brought up from here."
  if [ "$action" = upgrade ] || [ "$action" = exchange ]; then
    exchange
    exit
  fi
  # Of every profile, whichever of them were up.
  if [ "$action" = down ]; then
    COMPOSE_PROFILES=caddy,nginx,two,observability compose down
  else
    compose "$@"
  fi
  exit
fi

docker info >/dev/null 2>&1 || die "Docker does not answer: is it running, and may $(id -un) use it?"

# The folder is its owner's alone. The files in it are mounted as they are, with this owner and mode, and have to be read by whoever
# runs in the container that gets one.
mkdir -p "$(dirname "$state")"
(umask 077 && mkdir -p "$state" "$secrets")
chmod 700 "$state" "$secrets"

# Under its own name when all of it is there, so that a stop half way leaves no half of a secret.
keep() {
  [ ! -s "$secrets/$1" ] || return 0
  rm -f "$secrets/.$1.new"
  printf '%s' "$2" >"$secrets/.$1.new"
  chmod 444 "$secrets/.$1.new"
  mv -f "$secrets/.$1.new" "$secrets/$1"
}

random_hex() { head -c "$1" /dev/urandom | od -An -v -tx1 | tr -d ' \n'; }

if [ ! -s "$secrets/postgres-password" ] && docker volume inspect enterprise-api_postgres >/dev/null 2>&1; then
  die "The volume enterprise-api_postgres is there, but the passwords that it was made with are not in $secrets.
Put them back; or, if its data may go: docker volume rm enterprise-api_postgres"
fi
keep postgres-password "$(random_hex 24)"
keep db-owner-url "postgres://enterprise:$(cat "$secrets/postgres-password")@postgres:5432/enterprise"
# The migrator makes this login, with this password.
keep db-url "postgres://enterprise_app:$(random_hex 24)@postgres:5432/enterprise"
keep jwt-access-secret "$(random_hex 48)"
keep jwt-refresh-secret "$(random_hex 48)"
keep password-pepper "$(random_hex 48)"
keep grafana-password "$(random_hex 12)"

# In production the page is off; this is for trying things out.
APP_SWAGGER__ENABLED=${APP_SWAGGER__ENABLED:-true}
# Our own collector's address goes with its option, whatever the last run had.
[ "$APP_TELEMETRY__ENDPOINT" != "$collector" ] || APP_TELEMETRY__ENDPOINT=
APP_TELEMETRY__ENDPOINT=${APP_TELEMETRY__ENDPOINT:-${observability:+$collector}}

site=${SITE_ADDRESS:-localhost}
https=${PUBLISHED_HTTPS:-8443}
upstreams=api:8080
[ -z "$two" ] || upstreams="api:8080 api-2:8080"

if [ "$proxy" = nginx ]; then
  if [ ! -s "$secrets/tls.crt" ] || [ ! -s "$secrets/tls.key" ]; then
    command -v openssl >/dev/null 2>&1 || die "openssl is needed, to make a certificate for nginx."
    key=$(openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256)
    certificate=$(openssl req -x509 -new -key <(printf '%s\n' "$key") -days 365 -subj "/CN=${site%%[ ,]*}" \
      -addext "subjectAltName=DNS:${site%%[ ,]*}" -addext "basicConstraints=critical,CA:FALSE")
    rm -f "$secrets/tls.crt" "$secrets/tls.key"
    keep tls.key "$key"
    keep tls.crt "$certificate"
  fi
  mkdir -p "$state/nginx"
  cp deploy/nginx/site/*.conf "$state/nginx/"
  sed -E "s|^([[:space:]]*set \\\$https_port) .*|\1 \":$https\";|" deploy/nginx/site/http.conf >"$state/nginx/http.conf"
  sed '/^[[:space:]]*server /d' deploy/nginx/site/upstreams.conf >"$state/nginx/upstreams.conf"
  for upstream in $upstreams; do
    echo "server $upstream max_fails=0;" >>"$state/nginx/upstreams.conf"
  done
  # The worker in the container is not this user.
  chmod 755 "$state/nginx" && chmod 644 "$state"/nginx/*.conf
fi

mkdir -p "$state/targets"
printf -- '- targets: [%s]\n' "$(sed 's/:8080/:9464/g; s/ /, /g' <<<"$upstreams")" >"$state/targets/enterprise-api.yml"
chmod 755 "$state/targets" && chmod 644 "$state/targets/enterprise-api.yml"

COMPOSE_PROFILES=$proxy${two:+,two}${observability:+,observability}
export COMPOSE_PROFILES

# No secret in it. The variables of a shell are stronger.
write_environment "$COMPOSE_PROFILES" "$upstreams"

say "starting (the first time fetches images and builds, which takes minutes)"
# The other proxy would hold the ports.
other='proxy-nginx'
[ "$proxy" = caddy ] || other=proxy
COMPOSE_PROFILES=caddy,nginx compose rm --stop --force "$other" >/dev/null 2>&1 || true
if ! compose up $build --detach --wait; then
  compose ps --all >&2 || true
  die "It did not become ready. Why: ./eng/compose-up.sh -- logs migrate api proxy"
fi

address=https://${site%%[ ,]*}
[ "$https" = 443 ] || address=$address:$https
cat <<TEXT

Ready: $address (the certificate is made here: browsers warn, curl takes --insecure)
Swagger: $address/swagger (switched on because this is for trying out: APP_SWAGGER__ENABLED; in production it is off)
The first administrator:
  ./eng/compose-up.sh -- run --rm -T migrate create-admin --email root@example.com </dev/null
TEXT
if [ -n "$observability" ]; then
  cat <<TEXT
Grafana: http://127.0.0.1:${PUBLISHED_GRAFANA:-3000} (admin, the password is in $secrets/grafana-password)
Prometheus: http://127.0.0.1:${PUBLISHED_PROMETHEUS:-9090}
TEXT
fi
cat <<TEXT
To stop it: ./eng/compose-up.sh --down (data and secrets stay; the pepper is needed to open every stored password)
TEXT
