using System.Buffers;
using System.Globalization;
using System.Text;

namespace GraphRun.Formats.Protobuf;

/// <summary>Strings of the text format: bytes, those outside ASCII and control characters written as escapes.</summary>
internal static class TextStrings
{
    /// <summary>Appends the bytes of a string, quotes included; null, or what is wrong with it.</summary>
    public static string? Decode(ReadOnlySpan<char> quoted, ArrayBufferWriter<byte> bytes)
    {
        var content = quoted[1..^1];
        while (content.Length > 0)
        {
            var plain = content.IndexOf('\\') is >= 0 and var escape ? escape : content.Length;
            bytes.Advance(Encoding.UTF8.GetBytes(content[..plain], bytes.GetSpan(Encoding.UTF8.GetMaxByteCount(plain))));
            content = content[plain..];
            if (content.Length == 0)
                return null;
            var length = Escape(content, bytes);
            if (length == 0)
                return $"'{content[..Math.Min(2, content.Length)]}' is no escape";
            content = content[length..];
        }

        return null;
    }

    /// <summary>Appends bytes as a string in double quotes.</summary>
    public static void Append(StringBuilder text, ReadOnlySpan<byte> bytes)
    {
        text.Append('"');
        foreach (var value in bytes)
        {
            switch (value)
            {
                case (byte)'\n':
                    text.Append("\\n");
                    break;
                case (byte)'\r':
                    text.Append("\\r");
                    break;
                case (byte)'\t':
                    text.Append("\\t");
                    break;
                case (byte)'"' or (byte)'\'' or (byte)'\\':
                    text.Append('\\').Append((char)value);
                    break;
                case < 0x20 or >= 0x7f:
                    text.Append('\\').Append((char)('0' + (value >> 6))).Append((char)('0' + ((value >> 3) & 7)))
                        .Append((char)('0' + (value & 7)));
                    break;
                default:
                    text.Append((char)value);
                    break;
            }
        }

        text.Append('"');
    }

    /// <summary>Appends what an escape stands for and returns its length; 0 when it is none.</summary>
    private static int Escape(ReadOnlySpan<char> escape, ArrayBufferWriter<byte> bytes)
    {
        if (escape.Length < 2)
            return 0;
        if (escape[1] is >= '0' and <= '7')
            return Octal(escape, bytes);
        if (escape[1] is 'x' or 'X')
            return Hexadecimal(escape, bytes);
        if (escape[1] is 'u' or 'U')
            return CodePoint(escape, bytes);
        var index = "abfnrtv\\'\"?".IndexOf(escape[1], StringComparison.Ordinal);
        if (index < 0)
            return 0;
        bytes.Write([(byte)"\a\b\f\n\r\t\v\\'\"?"[index]]);
        return 2;
    }

    private static int Octal(ReadOnlySpan<char> escape, ArrayBufferWriter<byte> bytes)
    {
        var (value, length) = (0, 1);
        for (; length < Math.Min(4, escape.Length) && escape[length] is >= '0' and <= '7'; length++)
            value = 8 * value + escape[length] - '0';
        bytes.Write([(byte)value]);
        return value <= byte.MaxValue ? length : 0;
    }

    private static int Hexadecimal(ReadOnlySpan<char> escape, ArrayBufferWriter<byte> bytes)
    {
        var length = 2;
        while (length < Math.Min(4, escape.Length) && char.IsAsciiHexDigit(escape[length]))
            length++;
        if (!byte.TryParse(escape[2..length], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
            return 0;
        bytes.Write([value]);
        return length;
    }

    private static int CodePoint(ReadOnlySpan<char> escape, ArrayBufferWriter<byte> bytes)
    {
        var length = escape[1] == 'u' ? 6 : 10;
        if (escape.Length < length
            || !int.TryParse(escape[2..length], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)
            || !Rune.IsValid(code))
            return 0;
        bytes.Advance(new Rune(code).EncodeToUtf8(bytes.GetSpan(4)));
        return length;
    }
}
