# Shared by the scripts beside it: what to build, what to run it with, and the daemons of a local cluster.
# shellcheck shell=bash
set -euo pipefail

# With CDPATH set, cd searches elsewhere and prints where it went.
unset CDPATH
root=$(cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/.." && pwd)
dist=$root/submit/target/dist

# A path inside a URL.
url() { # path
  local path=${1//%/%25}
  path=${path// /%20}
  echo "file://${path//#/%23}"
}

# With --help or -h among the arguments, prints the comment at the head of a script and ends.
help() { # script, arguments...
  local script=$1 argument
  shift
  for argument in "$@"; do
    case $argument in
      --help | -h)
        sed -n '2,/^[^#]/s/^# \{0,1\}//p' "$script"
        exit 0
        ;;
    esac
  done
}

die() { # message, exit code
  echo "$1" >&2
  exit "${2:-4}"
}

# Builds the job jars, the Spark home and the HDFS daemons when a source is newer than the last build. One at a time.
build() {
  command -v java >/dev/null || die "No 'java' on the PATH: install a JDK 17 (Debian: apt-get install openjdk-17-jdk-headless)."
  if is_built; then return; fi
  mkdir -p "$root/submit/target"
  exec 9>"$root/submit/target/build.lock"
  flock 9
  if is_built; then
    exec 9>&-
    return
  fi
  command -v mvn >/dev/null || die "No 'mvn' on the PATH: install Maven 3.8 or newer (Debian: apt-get install maven)."
  echo "Building (the first time this downloads about 1.5 GB of libraries) ..." >&2
  rm -rf "$dist"
  (cd "$root" && mvn -B -q -Dmaven.test.skip=true -Djacoco.skip -Denforcer.skip package) >&2 ||
    die "The build failed: see above, or run 'mvn package' in $root."
  share_classes
  touch "$dist/spark/RELEASE" "$dist/built"
  exec 9>&-
}

# Commands without Spark start in half the time with their classes laid out beforehand, which one run of 'predict' on
# ten pictures does. Without the archive they start as ever.
share_classes() {
  local work clip weights=$root/core/src/test/resources/fixtures/tiny/weights.safetensors
  [[ -f $weights ]] || return 0
  work=$(mktemp -d)
  for clip in 1 2; do
    mkdir -p "$work/clips/$clip"
    for frame in 1 2 3 4 5; do
      base64 -d >"$work/clips/$clip/$frame.png" \
        <<<iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC
    done
  done
  java "-XX:ArchiveClassesAtExit=$dist/logo.jsa" -Xmx1g -Djava.awt.headless=true -cp "$dist/app/*:$dist/spark/jars/*" \
    org.logoformer.cli.Logo predict --weights "$weights" --clips "$work/clips" --out "$work/out.csv" \
    model.preset=tiny >/dev/null 2>&1 || rm -f "$dist/logo.jsa"
  rm -rf "$work"
}

is_built() {
  [[ -f $dist/built ]] && [[ -z $(find "$root"/pom.xml "$root"/{core,data-prep,jobs,submit}/pom.xml \
      "$root"/{core,data-prep,jobs}/src/main -newer "$dist/built" -print -quit) ]]
}

# Spark on JDK 17 reaches into the JDK.
java_opens=()
for package in java.lang java.lang.invoke java.lang.reflect java.io java.net java.nio java.util \
  java.util.concurrent java.util.concurrent.atomic jdk.internal.ref sun.nio.ch sun.nio.cs \
  sun.security.action sun.util.calendar; do
  java_opens+=("--add-opens=java.base/$package=ALL-UNNAMED")
done

# --- daemons on loopback ---------------------------------------------------------------------------

free_port() { # first free port from $1 on
  local port=$1
  while (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do port=$((port + 1)); done
  echo "$port"
}

wait_for() { # what, seconds, command...
  local what=$1 seconds=$2
  shift 2
  for ((i = 0; i < seconds * 2; i++)); do
    if "$@" >/dev/null 2>&1; then return; fi
    sleep 0.5
  done
  die "$what did not come up within $seconds s."
}

# When a process began, in ticks since the machine did: its number may be another's by now.
began() { # pid
  [[ -r /proc/$1/stat ]] || return 1
  # The name in brackets may hold anything; the 20th field behind it is the time.
  sed 's/.*) //' "/proc/$1/stat" | cut -d ' ' -f 20
}

runs() { # pid file: whether the process that was started still runs
  local pid start
  read -r pid start <"$1" || true
  [[ -n ${start:-} && $(began "$pid" || true) == "$start" ]]
}

daemon() { # folder, name, command...: runs in the background; process, its beginning and log in the folder
  local folder=$1 name=$2
  shift 2
  nohup "$@" >"$folder/$name.log" 2>&1 </dev/null &
  echo "$! $(began $!)" >"$folder/$name.pid"
}

stop_daemons() { # folder
  local pid_file pid
  for pid_file in "$1"/*.pid; do
    [[ -f $pid_file ]] || continue
    if runs "$pid_file"; then
      read -r pid _ <"$pid_file"
      kill "$pid" 2>/dev/null || true
      for ((i = 0; i < 40; i++)); do
        runs "$pid_file" || break
        sleep 0.25
      done
      ! runs "$pid_file" || kill -9 "$pid" 2>/dev/null || true
    fi
    rm -f "$pid_file"
  done
}

hdfs_classpath() { # configuration folder
  echo "$1:$dist/hdfs/*:$dist/spark/jars/*"
}

# A NameNode and $3 DataNodes, real processes; writes the client's configuration to folder/conf.
start_hdfs() { # folder, NameNode port, DataNodes
  local folder=$1 port=$2 nodes=$3 node
  mkdir -p "$folder/conf"
  cat >"$folder/conf/core-site.xml" <<XML
<configuration>
  <property><name>fs.defaultFS</name><value>hdfs://127.0.0.1:$port</value></property>
</configuration>
XML
  cat >"$folder/conf/hdfs-site.xml" <<XML
<configuration>
  <property><name>dfs.namenode.name.dir</name><value>$(url "$folder/name")</value></property>
  <property><name>dfs.namenode.rpc-address</name><value>127.0.0.1:$port</value></property>
  <property><name>dfs.namenode.http-address</name><value>127.0.0.1:$(free_port $((port + 50)))</value></property>
  <property><name>dfs.replication</name><value>$nodes</value></property>
  <property><name>dfs.permissions.enabled</name><value>false</value></property>
  <property><name>dfs.namenode.safemode.extension</name><value>0</value></property>
</configuration>
XML
  local java=(java -Xmx512m -cp "$(hdfs_classpath "$folder/conf")")
  local hdfs=org.apache.hadoop.hdfs
  if [[ ! -d $folder/name ]]; then
    "${java[@]}" $hdfs.server.namenode.NameNode -format -nonInteractive >"$folder/format.log" 2>&1 ||
      die "Formatting the NameNode failed: see $folder/format.log."
  fi
  daemon "$folder" namenode "${java[@]}" $hdfs.server.namenode.NameNode
  for ((node = 1; node <= nodes; node++)); do
    daemon "$folder" "datanode-$node" "${java[@]}" $hdfs.server.datanode.DataNode \
      -D "dfs.datanode.data.dir=$(url "$folder/data-$node")" -D dfs.datanode.address=127.0.0.1:0 \
      -D dfs.datanode.http.address=127.0.0.1:0 -D dfs.datanode.ipc.address=127.0.0.1:0
  done
  wait_for "HDFS (logs in $folder)" 60 hdfs_is_up "$folder" "$nodes"
}

hdfs_is_up() { # folder, DataNodes
  local report
  report=$(java -cp "$(hdfs_classpath "$1/conf")" org.apache.hadoop.hdfs.tools.DFSAdmin -report 2>/dev/null) || return 1
  # A NameNode that has files refuses to write until it has heard of their blocks.
  [[ $report == *"Live datanodes ($2)"* && $report != *"Safe mode is ON"* ]]
}
