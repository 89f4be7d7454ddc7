using System.Globalization;
using System.Text;
using GraphRun.Errors;
using GraphRun.Formats.Documents;
using GraphRun.Tensors;

namespace GraphRun.Formats.TensorFiles;

/// <summary>Reads the one Python dict that an npy header may hold; anything else is refused, nothing is evaluated.</summary>
internal ref struct NpyLiteral(ReadOnlySpan<byte> text, string file)
{
    private readonly ReadOnlySpan<byte> text = text;
    private int position;

    public NpyHeader ReadHeader(int headerLength)
    {
        (NpyElement? element, bool? isFortranOrder, Shape? shape) = (null, null, null);
        Expect('{');
        while (!Accept('}'))
        {
            var key = ReadString();
            Expect(':');
            switch (key)
            {
                case "descr" when element is null:
                    element = NpyElement.Parse(ReadDescription(), file);
                    break;
                case "fortran_order" when isFortranOrder is null:
                    isFortranOrder = ReadBool();
                    break;
                case "shape" when shape is null:
                    shape = ReadShape();
                    break;
                default:
                    throw Wrong($"key '{Printable.Text(key)}' is unknown or stands twice");
            }

            if (!Accept(','))
            {
                Expect('}');
                break;
            }
        }

        SkipSpaces();
        if (position < text.Length)
            throw Wrong("text behind the dict");
        return element is { } e && isFortranOrder is { } order && shape is not null
            ? new NpyHeader(e, order, shape, headerLength)
            : throw Wrong($"{(element is null ? "descr" : isFortranOrder is null ? "fortran_order" : "shape")} is missing");
    }

    private string ReadDescription()
    {
        SkipSpaces();
        return position < text.Length && text[position] == (byte)'['
            ? throw Wrong("descr is a list: structured dtypes are not supported")
            : ReadString();
    }

    private string ReadString()
    {
        SkipSpaces();
        if (position >= text.Length || text[position] is not ((byte)'\'' or (byte)'"'))
            throw Wrong("expected a text in quotes");
        var quote = text[position++];
        var length = text[position..].IndexOf(quote);
        if (length < 0)
            throw Wrong("a quote is never closed");
        var value = Encoding.Latin1.GetString(text.Slice(position, length));
        position += length + 1;
        return value;
    }

    private bool ReadBool()
    {
        SkipSpaces();
        var isTrue = text[position..].StartsWith("True"u8);
        if (!isTrue && !text[position..].StartsWith("False"u8))
            throw Wrong("fortran_order must be True or False");
        position += isTrue ? 4 : 5;
        return isTrue;
    }

    private Shape ReadShape()
    {
        var dims = new List<long>();
        Expect('(');
        while (!Accept(')'))
        {
            if (dims.Count == Shape.MaxRank)
                throw TensorFileErrors.Limit(file, $"npy header: shape has more than {Shape.MaxRank} dims, the largest rank");
            dims.Add(ReadSize());
            if (!Accept(','))
            {
                Expect(')');
                break;
            }
        }

        return TensorFileErrors.ShapeOf(file, dims);
    }

    private long ReadSize()
    {
        SkipSpaces();
        var length = 0;
        while (position + length < text.Length && char.IsAsciiDigit((char)text[position + length]))
            length++;
        if (!long.TryParse(text.Slice(position, length), NumberStyles.None, CultureInfo.InvariantCulture, out var size))
            throw Wrong("shape takes integers from 0 to 2^63 - 1");
        position += length;
        // Python 2 wrote its long integers with an L.
        if (position < text.Length && text[position] == (byte)'L')
            position++;
        return size;
    }

    private void Expect(char character)
    {
        if (!Accept(character))
            throw Wrong($"expected '{character}'");
    }

    private bool Accept(char character)
    {
        SkipSpaces();
        if (position >= text.Length || text[position] != character)
            return false;
        position++;
        return true;
    }

    private void SkipSpaces()
    {
        while (position < text.Length && text[position] is (byte)' ' or (byte)'\n' or (byte)'\t')
            position++;
    }

    private readonly GraphRunException Wrong(string what) => TensorFileErrors.Invalid(file, $"npy header, byte {position}: {what}");
}
