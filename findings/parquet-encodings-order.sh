#!/usr/bin/env bash
# parquet-hadoop 1.13.1 (JDK 17): the same rows, schema and settings, written by ExampleParquetWriter.
#
# One would expect equal files: a Parquet file holds no time and no random number. But the footer lists the encodings of
# a column chunk in an order that changes from process to process: [PLAIN, BIT_PACKED] in one,
# [BIT_PACKED, PLAIN] in another, so that checksums of whole files differ though their lengths and rows are
# equal. It follows the identity hash codes that the virtual machine happened to give out before: here each process
# asks for another number of them first. Whoever compares results across processes has to compare rows.
#
# Seen in November 2026; the kind of CPU does not matter.
#
# Needs a JDK 17 and Maven. Exits with 0 if it is still so, with 1 if not.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

cat >pom.xml <<'XML'
<project>
  <modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId>
  <artifactId>finding</artifactId>
  <version>1</version>
  <dependencies>
    <dependency><groupId>org.apache.parquet</groupId><artifactId>parquet-hadoop</artifactId>
      <version>1.13.1</version></dependency>
    <dependency><groupId>org.apache.hadoop</groupId><artifactId>hadoop-client-api</artifactId>
      <version>3.3.4</version></dependency>
    <dependency><groupId>org.apache.hadoop</groupId><artifactId>hadoop-client-runtime</artifactId>
      <version>3.3.4</version></dependency>
  </dependencies>
</project>
XML

cat >Rows.java <<'JAVA'
import java.nio.file.Files;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

class Rows {
  public static void main(String[] arguments) throws Exception {
    for (int i = 0; i < Integer.parseInt(arguments[0]); i++) {
      new Object().hashCode();
    }
    MessageType schema = MessageTypeParser.parseMessageType("message m { required int32 clip; required double uar; }");
    Path file = new Path(arguments[1]);
    try (var writer = ExampleParquetWriter.builder(file).withType(schema).build()) {
      for (int i = 0; i < 16; i++) {
        writer.write(new SimpleGroupFactory(schema).newGroup().append("clip", i).append("uar", i / 16.0));
      }
    }
    byte[] bytes = Files.readAllBytes(java.nio.file.Path.of(arguments[1]));
    var rows = new StringBuilder();
    try (var reader = ParquetReader.builder(new GroupReadSupport(), file).build()) {
      for (Group row = reader.read(); row != null; row = reader.read()) {
        rows.append(row.getInteger("clip", 0)).append(' ').append(row.getDouble("uar", 0)).append(';');
      }
    }
    try (var reader = ParquetFileReader.open(HadoopInputFile.fromPath(file, new Configuration()))) {
      var chunk = reader.getFooter().getBlocks().get(0).getColumns().get(0);
      System.out.println(bytes.length + " bytes, rows " + digest(rows.toString().getBytes()) + ", file "
          + digest(bytes) + ", encodings " + chunk.getEncodings());
    }
  }

  static String digest(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)).substring(0, 8);
  }
}
JAVA

mvn -B -q "-Dmaven.repo.local=$work/repository" \
  org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies "-DoutputDirectory=$work/jars" \
  -DincludeScope=runtime
javac -cp 'jars/*' Rows.java
for asked in 0 1 2 3 5 8 13 21 1000; do
  java -cp 'jars/*:.' Rows "$asked" "rows-$asked.parquet" 2>>log
done | tee seen
lengths=$(cut -d, -f1 seen | sort -u | wc -l)
rows=$(cut -d, -f2 seen | sort -u | wc -l)
files=$(cut -d, -f3 seen | sort -u | wc -l)
if [[ $lengths != 1 || $rows != 1 || $files == 1 ]]; then
  echo "Changed: $lengths lengths, $rows contents, $files files of nine." >&2
  exit 1
fi
echo "As described: equal rows, $files different files in nine processes."
