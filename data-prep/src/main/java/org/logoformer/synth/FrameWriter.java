package org.logoformer.synth;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.util.Locale;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.logoformer.config.SynthConfig;
import org.logoformer.storage.NewFile;

/** Renders the frames of clips to JPEG files, named as the imitated data set names them. */
record FrameWriter(FileSystem files, SynthConfig config) {
  private static final float QUALITY = 0.92f;

  /** Writes every frame of the clip, replacing what an earlier attempt left. */
  void write(SynthClip clip) throws IOException {
    Path folder = new Path(config.output(), clip.folder());
    files.mkdirs(folder);
    ClipRenderer renderer = new ClipRenderer(config.seed(), clip, config.size());
    for (int frame = 0; frame < clip.frames(); frame++) {
      byte[] image = jpeg(renderer.draw(frame));
      write(new Path(folder, name(frame)), image);
    }
  }

  private void write(Path file, byte[] image) throws IOException {
    if (files instanceof LocalFileSystem local) {
      // Hadoop starts two chmod processes for each file it creates locally.
      Files.write(local.pathToFile(file).toPath(), image);
      return;
    }
    try (OutputStream out = NewFile.create(files, file)) {
      out.write(image);
    }
  }

  private String name(int frame) {
    return switch (config.layout()) {
      case FERV39K -> String.format(Locale.ROOT, "%02d.jpg", frame);
      case DFEW -> (frame + 1) + ".jpg";
    };
  }

  static byte[] jpeg(BufferedImage image) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      ImageWriteParam settings = writer.getDefaultWriteParam();
      settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      settings.setCompressionQuality(QUALITY);
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, null), settings);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }
}
