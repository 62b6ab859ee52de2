"""Makes the videos of this folder, and beside each the frames that PyAV decodes of it.

    pip install av==VERSION numpy pillow
    python make.py

NAME.png holds the frames of NAME one below the other, as to_ndarray(format="rgb24") gives them and
turned as the file says; versions.txt names what has made them. The two videos of the decoder's probe
go to the main resources. Nothing is drawn at random, but an encoder of another version may write
other bytes.
"""

import fractions
import pathlib
import struct

import av
import numpy
from PIL import Image

HERE = pathlib.Path(__file__).parent
PROBES = HERE / "../../../../../main/resources/org/logoformer/video"
MATRICES = {  # of the track's header: a, b, u, c, d, v, x, y, w
    90: (0, 1, 0, -1, 0, 0),
    180: (-1, 0, 0, 0, -1, 0),
    270: (0, -1, 0, 1, 0, 0),
}


def picture(number, width, height):
    """A slope of red and green, a blue bar and a moving square with sharp coloured edges."""
    y, x = numpy.mgrid[0:height, 0:width]
    rgb = numpy.zeros((height, width, 3), numpy.uint8)
    rgb[..., 0] = x * 255 // (width - 1)
    rgb[..., 1] = y * 255 // (height - 1)
    rgb[height // 3 : height // 2, :, 2] = 255
    left = 2 + 3 * number % (width - 12)
    rgb[4:14, left : left + 10] = [(255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255)][number % 4]
    return rgb


def encode(
    path, codec, count=12, size=(48, 32), times=None, options=None, colours=None, pixels="yuv420p", sound=False, **file
):
    """Writes a video; times: of the frames in 1/600 seconds; colours: matrix and range tags; file: options of its format."""
    with av.open(str(path), "w", options=file) as out:
        stream = out.add_stream(codec, rate=25, options=options or {})
        stream.width, stream.height = size
        stream.pix_fmt = pixels
        context = stream.codec_context
        context.thread_count = 1
        context.time_base = fractions.Fraction(1, 600 if times else 25)
        matrix, span = colours or (None, None)
        if matrix is not None:
            context.colorspace = matrix
            context.color_range = span
        noise = out.add_stream("aac", rate=8000, layout="mono") if sound else None
        for number in range(count):
            frame = av.VideoFrame.from_ndarray(picture(number, *size), format="rgb24")
            frame = frame.reformat(
                format=pixels,
                dst_colorspace={1: "ITU709"}.get(matrix, "ITU601"),
                dst_color_range={2: "JPEG"}.get(span, "MPEG"),
            )
            if matrix is not None:
                frame.colorspace, frame.color_range = matrix, span
            frame.pts = times[number] if times else number
            frame.time_base = context.time_base
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
        if noise:
            quiet = av.AudioFrame.from_ndarray(numpy.zeros((1, 4096), numpy.float32), "fltp", "mono")
            quiet.sample_rate = 8000
            quiet.pts = 0
            out.mux(noise.encode(quiet))
            out.mux(noise.encode(None))


def turned(path, degrees):
    """Writes the turn into the header of the first track."""
    data = bytearray(path.read_bytes())
    at = data.index(b"tkhd") + 4
    at += 52 if data[at] == 1 else 40
    a, b, u, c, d, v = MATRICES[degrees]
    data[at : at + 24] = struct.pack(">6i", a << 16, b << 16, u, c << 16, d << 16, v)
    path.write_bytes(data)


def expected(path, degrees=0):
    """The frames as a picture; degrees: how far they are turned clockwise to be shown."""
    with av.open(str(path)) as video:
        frames = [frame.to_ndarray(format="rgb24") for frame in video.decode(video=0)]
    frames = [numpy.rot90(frame, -degrees // 90) for frame in frames]
    Image.fromarray(numpy.concatenate(frames)).save(path.with_suffix(path.suffix + ".png"), optimize=True)


def main():
    x264 = {"bf": "3", "g": "12", "qp": "24", "preset": "medium"}
    times = [0, 20, 30, 90, 100, 300, 304, 308, 700, 1300, 1301, 2500]

    def video(name, *arguments, **settings):
        path = HERE / name
        encode(path, *arguments, **settings)
        expected(path)
        return path

    video("b-frames.mp4", "libx264", options=x264)
    video("variable-rate.mp4", "libx264", options=x264, times=times)
    video("variable-rate.mkv", "libx264", options=x264, times=times)
    video("bt709.mp4", "libx264", options=x264, colours=(1, 1), count=4)
    video("bt601.mp4", "libx264", options=x264, colours=(6, 1), count=4)
    video("full-range.mp4", "libx264", options=x264, colours=(6, 2), count=4, movflags="faststart")
    video("bt709-full.mkv", "libx264", options=x264, colours=(1, 2), count=4)
    video("yuv444.mkv", "libx264", options=x264, pixels="yuv444p", count=4)
    video("mpeg4.avi", "mpeg4", options={"bf": "2", "qmin": "3", "qmax": "3"})
    video("vp9.webm", "libvpx-vp9", options={"crf": "20", "b": "0"}, size=(47, 35))
    video("sound.mp4", "libx264", options=x264, count=4, sound=True)
    for degrees in MATRICES:
        path = HERE / f"turned-{degrees}.mp4"
        encode(path, "libx264", options=x264, count=3)
        turned(path, degrees)
        expected(path, degrees)
    with av.open(str(HERE / "no-video.mp4"), "w") as out:
        stream = out.add_stream("aac", rate=8000, layout="mono")
        quiet = av.AudioFrame.from_ndarray(numpy.zeros((1, 4096), numpy.float32), "fltp", "mono")
        quiet.sample_rate = 8000
        out.mux(stream.encode(quiet))
        out.mux(stream.encode(None))

    encode(PROBES / "probe-h264.mp4", "libx264", options=x264, colours=(1, 1), count=6)
    encode(PROBES / "probe-mpeg4.avi", "mpeg4", options={"bf": "2"}, size=(47, 33), count=6)
    libraries = " ".join(f"{name} {'.'.join(map(str, v))}" for name, v in sorted(av.library_versions.items()))
    (HERE / "versions.txt").write_text(f"PyAV {av.__version__}, {libraries}\n")


if __name__ == "__main__":
    main()
