#!/bin/sh
# The steps of the Dockerfile without a container engine: builds, copies what the image holds, and starts it as a user
# without rights (uid 10001 when root) in production. Says "ready", and ends with 0, when it answers and stops in time.
set -eu
cd "$(dirname "$0")/.."
work=$(mktemp -d)
chmod 755 "$work"
pid=
end() { [ -z "$pid" ] || kill "$pid" 2>/dev/null || true; rm -rf "$work"; }
trap end EXIT INT TERM

mkdir "$work/build" "$work/kaiku"
git archive HEAD | tar -x -C "$work/build"
(cd "$work/build" && npm ci --ignore-scripts && npm run build && npm prune --omit=dev --ignore-scripts) >"$work/build.log" 2>&1 ||
  { tail -20 "$work/build.log"; exit 1; }
for path in package.json node_modules dist src/db/migrations examples; do
  mkdir -p "$(dirname "$work/kaiku/$path")"
  mv "$work/build/$path" "$work/kaiku/$path"
done
install -d -m 0700 "$work/data"
as_kaiku=
if [ "$(id -u)" = 0 ]; then
  chown 10001:10001 "$work/data"
  as_kaiku="setpriv --reuid=10001 --regid=10001 --clear-groups"
fi
port=${PORT:-4790}
secret=$(head -c 48 /dev/urandom | base64 | tr -d '\n')
cd "$work/kaiku"
$as_kaiku env -i PATH="$PATH" NODE_ENV=production KAIKU_SECRET="$secret" KAIKU_DATA_DIR="$work/data" PORT="$port" \
  node --enable-source-maps dist/src/start.js >"$work/log" 2>&1 &
pid=$!
tries=0
until node -e "fetch('http://127.0.0.1:$port/readyz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"; do
  tries=$((tries + 1))
  [ "$tries" -lt 60 ] || { tail -20 "$work/log"; exit 1; }
  sleep 0.5
done
echo "ready; the image would hold $(du -sh "$work/kaiku" | cut -f1)"
kill -TERM "$pid"
wait "$pid"
pid=
echo "stopped in order"
