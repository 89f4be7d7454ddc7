using System.Text;
using GraphRun.Errors;
using GraphRun.Formats.Documents;
using Xunit;

namespace GraphRun.Tests.Formats.Documents;

public class GraphTextTests
{
    [Fact]
    public void A_byte_order_mark_is_dropped() => Assert.Equal("a: é", Decode([0xef, 0xbb, 0xbf, .. "a: é"u8]).Content);

    [Theory]
    [InlineData(new byte[] { 0xff, 0xfe, 97, 0 }, "UTF-16 (byte order mark at byte 0)")]
    [InlineData(new byte[] { 0xfe, 0xff, 0, 97 }, "UTF-16 (byte order mark at byte 0)")]
    [InlineData(new byte[] { 97, 0, 58, 0 }, "UTF-16 (NUL at byte 1)")]
    [InlineData(new byte[] { 0, 97, 0, 58 }, "UTF-16 (NUL at byte 0)")]
    [InlineData(new byte[] { 97, 58, 0x80 }, "invalid UTF-8 at byte 2 (0x80)")]
    [InlineData(new byte[] { 0xef, 0xbb, 0xbf, 97, 0xc3 }, "invalid UTF-8 at byte 4 (0xc3)")]
    [InlineData(new byte[] { 97, 58, 32, 0 }, "NUL at byte 3")]
    [InlineData(new byte[] { 0xc3, 0xa9, 0x1b }, "control character \\x1b at byte 2")]
    public void What_is_not_utf8_text_is_refused_with_its_byte(byte[] bytes, string message)
    {
        var error = Assert.Throws<GraphRunException>(() => Decode(bytes));
        Assert.Equal(ErrorCode.Encoding, error.Code);
        Assert.Contains(message, error.Message);
    }

    [Fact]
    public void An_endless_stream_is_read_to_the_limit_only()
    {
        var stream = new EndlessStream();
        var error = Assert.Throws<GraphRunException>(() => GraphText.ReadBytes(stream, "-", 1 << 20));
        Assert.Equal(ErrorCode.LimitExceeded, error.Code);
        Assert.InRange(stream.Served, 1 << 20, (1 << 20) + 1);
    }

    [Fact]
    public void A_file_of_just_the_limit_is_read() =>
        Assert.Equal(1 << 20, GraphText.ReadBytes(new MemoryStream(new byte[1 << 20]), "g", 1 << 20).Length);

    private static SourceText Decode(ReadOnlySpan<byte> bytes) => GraphText.Decode("g.yaml", ref bytes);

    private sealed class EndlessStream : Stream
    {
        public long Served { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get; set; }

        public override int Read(byte[] buffer, int offset, int count)
        {
            buffer.AsSpan(offset, count).Fill((byte)' ');
            Served += count;
            return count;
        }

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
