using System.Buffers;
using System.Globalization;
using System.Numerics;
using GraphRun.Errors;
using GraphRun.Formats.Documents;

namespace GraphRun.Formats.Protobuf;

/// <summary>Encodes values of the text format that are no messages.</summary>
internal sealed class TextScalars(TextLexer lexer)
{
    /// <summary>As C++ has it; .NET's own NaN is negative.</summary>
    private static readonly double quietNaN = BitConverter.UInt64BitsToDouble(0x7ff8_0000_0000_0000);

    private readonly ArrayBufferWriter<byte> bytes = new();

    /// <summary>Reads one value and appends it as one of a field.</summary>
    /// <exception cref="GraphRunException">It is none that the field can have.</exception>
    public void Read(FieldSchema field, ArrayBufferWriter<byte> message)
    {
        switch (field.Kind)
        {
            case FieldKind.Bytes or FieldKind.Text:
                WireWriter.Bytes(message, field.Number, Strings(field));
                return;
            case FieldKind.Float:
                WireWriter.Float(message, field.Number, (float)Fraction(field));
                return;
            case FieldKind.Double:
                WireWriter.Double(message, field.Number, Fraction(field));
                return;
            case FieldKind.Fixed32:
                WireWriter.Fixed32(message, field.Number, (uint)Integer(field, 0, uint.MaxValue));
                return;
            default:
                WireWriter.Number(message, field.Number, Number(field));
                return;
        }
    }

    private ulong Number(FieldSchema field) => field.Kind switch
    {
        FieldKind.Bool => Truth(field) ? 1UL : 0,
        FieldKind.DType => (ulong)DType(field),
        FieldKind.Int32 => (ulong)(long)Integer(field, int.MinValue, int.MaxValue),
        FieldKind.Int64 => (ulong)(long)Integer(field, long.MinValue, long.MaxValue),
        FieldKind.UInt32 => (ulong)Integer(field, 0, uint.MaxValue),
        _ => (ulong)Integer(field, 0, ulong.MaxValue),
    };

    private ReadOnlySpan<byte> Strings(FieldSchema field)
    {
        if (lexer.Current.Kind != TextTokenKind.String)
            throw Wrong(field, "a string in quotes");
        bytes.ResetWrittenCount();
        for (; lexer.Current.Kind == TextTokenKind.String; lexer.Next())
        {
            if (TextStrings.Decode(lexer.Text, bytes) is { } mistake)
                throw lexer.Error($"'{field.Name}': {mistake}", "write a backslash as \\\\");
        }

        return bytes.WrittenSpan;
    }

    private bool Truth(FieldSchema field)
    {
        bool? value = lexer.Text switch
        {
            "true" or "True" or "t" or "1" => true,
            "false" or "False" or "f" or "0" => false,
            _ => null,
        };
        if (value is null)
            throw Wrong(field, "true or false");
        lexer.Next();
        return value.Value;
    }

    private int DType(FieldSchema field)
    {
        if (lexer.Current.Kind != TextTokenKind.Name)
            return (int)Integer(field, int.MinValue, int.MaxValue);
        var number = DTypeNames.Parse(lexer.Text) ?? throw Wrong(field, "a dtype such as DT_FLOAT");
        lexer.Next();
        return number;
    }

    private Int128 Integer(FieldSchema field, Int128 least, Int128 most)
    {
        var start = lexer.Current;
        var isNegative = lexer.Accept('-');
        var value = lexer.Current.Kind == TextTokenKind.Number ? Magnitude(lexer.Text) : null;
        if (isNegative)
            value = -value;
        if (value is null || value < least || value > most)
        {
            throw new GraphRunException(
                ErrorCode.InvalidValue, $"'{field.Name}' must be an integer from {least} to {most}", lexer.Span(start));
        }

        lexer.Next();
        return value.Value;
    }

    private static Int128? Magnitude(ReadOnlySpan<char> text)
    {
        const NumberStyles hexadecimal = NumberStyles.AllowHexSpecifier;
        if (text.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
            return ulong.TryParse(text[2..], hexadecimal, CultureInfo.InvariantCulture, out var hex) ? hex : null;
        if (text is ['0', _, ..])
            return Octal(text[1..]);
        return Int128.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;
    }

    private static Int128? Octal(ReadOnlySpan<char> digits)
    {
        Int128 value = 0;
        foreach (var digit in digits)
        {
            if (digit is < '0' or > '7' || value > ulong.MaxValue)
                return null;
            value = 8 * value + (digit - '0');
        }

        return value;
    }

    private double Fraction(FieldSchema field)
    {
        var isNegative = lexer.Accept('-');
        var text = lexer.Text;
        if (text is [.., 'f' or 'F'] && lexer.Current.Kind == TextTokenKind.Number
            && !text.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
            text = text[..^1];
        var value = text.Equals("inf", StringComparison.OrdinalIgnoreCase) || text.Equals("infinity", StringComparison.OrdinalIgnoreCase)
            ? double.PositiveInfinity
            : text.Equals("nan", StringComparison.OrdinalIgnoreCase) ? quietNaN
            : field.Kind == FieldKind.Float ? Parse<float>(field, text)
            : Parse<double>(field, text);
        lexer.Next();
        return isNegative ? -value : value;
    }

    /// <summary>A float is read as a float: by way of a double it would be rounded twice.</summary>
    private double Parse<T>(FieldSchema field, ReadOnlySpan<char> text)
        where T : IBinaryFloatingPointIeee754<T> =>
        T.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var value)
            ? double.CreateTruncating(value)
            : throw Wrong(field, "a number");

    private GraphRunException Wrong(FieldSchema field, string expected) => new(
        ErrorCode.InvalidValue, $"'{field.Name}' must be {expected}, got {Printable.Text(lexer.Text)}", lexer.Span(lexer.Current));
}
