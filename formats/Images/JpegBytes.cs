using GraphRun.Errors;
using GraphRun.Formats.TensorFiles;

namespace GraphRun.Formats.Images;

/// <summary>The bytes of a JPEG file: segments behind markers, and the data of scans up to the next marker.</summary>
internal sealed class JpegBytes(Stream stream, string file)
{
    private const int Prefix = 0xFF;

    private readonly byte[] buffer = new byte[1 << 15];
    private int position;
    private int length;
    private int pending = -1;

    /// <summary>The marker that was read last, its second byte.</summary>
    public int Marker { get; private set; }

    /// <summary>Steps to the next marker, over fill bytes before it.</summary>
    /// <exception cref="GraphRunException">Something else stands there, or the file ends.</exception>
    public void NextMarker()
    {
        var value = pending;
        pending = -1;
        if (value < 0)
        {
            if (ReadByte() != Prefix)
                throw Wrong("a marker was expected");
            do
                value = ReadByte();
            while (value == Prefix);
        }

        Marker = value > 0 ? value : throw Wrong(value < 0 ? "the file ends" : "a marker was expected");
    }

    /// <summary>Reads the segment of the marker.</summary>
    public byte[] ReadSegment()
    {
        var size = ((ReadByte() & 0xFF) << 8 | (ReadByte() & 0xFF)) - 2;
        if (size < 0)
            throw Wrong("its length is less than 2");
        var data = new byte[size];
        for (var i = 0; i < size; i++)
        {
            var value = ReadByte();
            data[i] = value >= 0 ? (byte)value : throw Wrong("the file ends");
        }

        return data;
    }

    /// <summary>The next byte of a scan's data; -1 at a marker and at the end of the file.</summary>
    public int ReadData()
    {
        if (pending >= 0)
            return -1;
        var value = ReadByte();
        if (value != Prefix)
            return value;
        do
            value = ReadByte();
        while (value == Prefix);
        if (value == 0)
            return Prefix;
        pending = value;
        return -1;
    }

    /// <summary>Passes over what is left of a scan's data, to the marker behind it.</summary>
    public void SkipData()
    {
        while (pending < 0)
        {
            if (ReadData() < 0 && pending < 0)
                throw Wrong("the file ends within its data");
        }
    }

    /// <summary>Whether the data end here with this marker, which is then passed.</summary>
    public bool TryPass(int marker)
    {
        if (pending < 0)
            ReadData();
        if (pending != marker)
            return false;
        pending = -1;
        return true;
    }

    public GraphRunException Wrong(string what) => TensorFileErrors.Invalid(file, $"{NameOf(Marker)}: {what}");

    private int ReadByte()
    {
        if (position == length)
            (position, length) = (0, stream.Read(buffer, 0, buffer.Length));
        return length == 0 ? -1 : buffer[position++];
    }

    private static string NameOf(int marker) => marker switch
    {
        0xC0 or 0xC1 or 0xC2 => $"segment SOF{marker - 0xC0}",
        0xC4 => "segment DHT",
        0xDA => "segment SOS",
        0xDB => "segment DQT",
        0xDD => "segment DRI",
        0xD8 => "marker SOI",
        >= 0xE0 and <= 0xEF => $"segment APP{marker - 0xE0}",
        _ => $"marker {marker:X2}",
    };
}
