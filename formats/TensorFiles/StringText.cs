using System.Buffers;
using System.Text;

namespace GraphRun.Formats.TensorFiles;

/// <summary>String elements as text. They are bytes and need not be UTF-8: a byte that is none of it becomes <c>\xff</c>.</summary>
internal static class StringText
{
    private static ReadOnlySpan<byte> HexDigits => "0123456789abcdef"u8;

    /// <summary>The text as it is.</summary>
    public static void WritePlain(ReadOnlySpan<byte> text, IBufferWriter<byte> output)
    {
        while (!text.IsEmpty)
        {
            var valid = ValidLength(text);
            output.Write(text[..valid]);
            if (valid < text.Length)
                WriteEscape((byte)'x', text[valid++], output);
            text = text[valid..];
        }
    }

    /// <summary>The text in quotes, with JSON's escapes for quotes, backslashes and control characters.</summary>
    public static void WriteQuoted(ReadOnlySpan<byte> text, IBufferWriter<byte> output)
    {
        output.Write("\""u8);
        var written = 0;
        for (var i = 0; i < text.Length;)
        {
            var isPlain = text[i] is >= 0x20 and < 0x7F and not (byte)'"' and not (byte)'\\';
            var length = isPlain ? 1 : CharacterLength(text[i..]);
            if (length == 0)
            {
                output.Write(text[written..i]);
                WriteSpecial(text[i], output);
                written = i + 1;
            }

            i += Math.Max(length, 1);
        }

        output.Write(text[written..]);
        output.Write("\""u8);
    }

    /// <summary>The length of a character beyond ASCII; 0 for one that must be escaped.</summary>
    private static int CharacterLength(ReadOnlySpan<byte> text) =>
        text[0] >= 0x80 && Rune.DecodeFromUtf8(text, out _, out var consumed) == OperationStatus.Done ? consumed : 0;

    /// <summary>How many bytes at the start are whole UTF-8 characters.</summary>
    public static int ValidLength(ReadOnlySpan<byte> text)
    {
        var length = 0;
        while (length < text.Length)
        {
            if (Rune.DecodeFromUtf8(text[length..], out _, out var consumed) != OperationStatus.Done)
                break;
            length += consumed;
        }

        return length;
    }

    private static void WriteSpecial(byte value, IBufferWriter<byte> output)
    {
        switch (value)
        {
            case (byte)'"':
                output.Write("\\\""u8);
                break;
            case (byte)'\\':
                output.Write("\\\\"u8);
                break;
            case (byte)'\n':
                output.Write("\\n"u8);
                break;
            case (byte)'\r':
                output.Write("\\r"u8);
                break;
            case (byte)'\t':
                output.Write("\\t"u8);
                break;
            case < 0x20 or 0x7F:
                output.Write("\\u00"u8);
                output.Write([HexDigits[value >> 4], HexDigits[value & 15]]);
                break;
            default:
                WriteEscape((byte)'x', value, output);
                break;
        }
    }

    private static void WriteEscape(byte letter, byte value, IBufferWriter<byte> output) =>
        output.Write([(byte)'\\', letter, HexDigits[value >> 4], HexDigits[value & 15]]);
}
