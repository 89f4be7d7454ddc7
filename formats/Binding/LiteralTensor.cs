using System.Globalization;
using System.Numerics;
using System.Text;
using GraphRun.Errors;
using GraphRun.Tensors;

namespace GraphRun.Formats.Binding;

/// <summary>Makes tensors of literals. A value that the dtype cannot hold is an error, in TensorFlow's words where it has some.</summary>
internal static class LiteralTensor
{
    /// <exception cref="GraphRunException">A ragged list, or a value of another kind or out of the dtype's range.</exception>
    public static Tensor Of(Operand literal, DType dtype)
    {
        var tensor = Tensor.Allocate(dtype, LiteralShape.Of(literal));
        var next = 0;
        Fill(tensor, literal, ref next);
        return tensor;
    }

    // Nested no deeper than the rank of the tensor.
    private static void Fill(Tensor tensor, Operand literal, ref int next)
    {
        if (literal is not ListOperand list)
        {
            if (!Store(tensor, next++, literal))
                throw Misfit(literal, tensor.DType);
            return;
        }

        foreach (var item in list.Items)
            Fill(tensor, item, ref next);
    }

    private static bool Store(Tensor tensor, int index, Operand literal) => literal switch
    {
        NumberOperand number => Store(tensor, index, number.Number),
        BooleanOperand boolean when tensor.DType == DType.Bool => Put(tensor, index, boolean.Value),
        TextOperand text when tensor.DType == DType.String => Put(tensor, index, Encoding.UTF8.GetBytes(text.Text)),
        _ => false,
    };

    private static bool Store(Tensor tensor, int index, Number number) => tensor.DType switch
    {
        DType.Float32 => PutFloat(tensor, index, (float)number.Value, number, float.IsInfinity((float)number.Value)),
        DType.Float64 => Put(tensor, index, number.Value),
        DType.Float16 => PutFloat(tensor, index, (Half)number.Value, number, Half.IsInfinity((Half)number.Value)),
        DType.BFloat16 => PutFloat(
            tensor, index, (BFloat16)(float)number.Value, number, float.IsInfinity((float)(BFloat16)(float)number.Value)),
        DType.Complex64 => PutFloat(
            tensor, index, new Complex64((float)number.Value, 0), number, float.IsInfinity((float)number.Value)),
        DType.Complex128 => Put(tensor, index, new Complex(number.Value, 0)),
        DType.Int8 => PutInteger<sbyte>(tensor, index, number),
        DType.Int16 => PutInteger<short>(tensor, index, number),
        DType.Int32 => PutInteger<int>(tensor, index, number),
        DType.Int64 => PutInteger<long>(tensor, index, number),
        DType.UInt8 => PutInteger<byte>(tensor, index, number),
        DType.UInt16 => PutInteger<ushort>(tensor, index, number),
        DType.UInt32 => PutInteger<uint>(tensor, index, number),
        DType.UInt64 => PutInteger<ulong>(tensor, index, number),
        _ => false,
    };

    private static bool Put<T>(Tensor tensor, int index, T value)
    {
        tensor.Writable<T>()[index] = value;
        return true;
    }

    /// <summary>A finite number that rounds to infinity does not fit.</summary>
    private static bool PutFloat<T>(Tensor tensor, int index, T value, Number number, bool isInfinite) =>
        (!isInfinite || double.IsInfinity(number.Value)) && Put(tensor, index, value);

    private static bool PutInteger<T>(Tensor tensor, int index, Number number)
        where T : IBinaryInteger<T>, IMinMaxValue<T>
    {
        if (!number.IsInteger || !number.TryInteger(out var integer))
            return false;
        if (integer < Int128.CreateChecked(T.MinValue) || integer > Int128.CreateChecked(T.MaxValue))
            return false;
        return Put(tensor, index, T.CreateTruncating(integer));
    }

    private static GraphRunException Misfit(Operand literal, DType dtype)
    {
        var (code, message) = literal switch
        {
            NumberOperand { Number.IsInteger: false } number when dtype.IsInteger() =>
                (ErrorCode.DTypeMismatch, $"Expected {dtype.Name()}, got {number.Number} of type 'float' instead"),
            NumberOperand number when dtype.IsInteger() || dtype.IsFloating() || dtype.IsComplex() =>
                (ErrorCode.InvalidValue, $"{number.Number} is out of the range of {dtype.Name()}"),
            _ => (ErrorCode.DTypeMismatch, $"Expected {dtype.Name()}, got {literal.Origin.Text} of type '{KindName(literal)}' instead"),
        };
        var isRounded = dtype.IsInteger() && literal is NumberOperand { Number.IsInteger: false };
        var help = isRounded ? "convert the other operand: cast(x, float32)"
            : literal is TextOperand text && dtype != DType.String && double.TryParse(text.Text, CultureInfo.InvariantCulture, out _) ? "write it without quotes"
            : null;
        return new GraphRunException(code, message, literal.Origin.Span, help);
    }

    /// <summary>Python's name for the kind of a literal.</summary>
    private static string KindName(Operand literal) => literal switch
    {
        NumberOperand number => number.Number.IsInteger ? "int" : "float",
        BooleanOperand => "bool",
        TextOperand => "str",
        _ => "list",
    };
}
