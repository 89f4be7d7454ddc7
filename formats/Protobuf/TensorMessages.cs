using System.Numerics;
using Google.Protobuf;
using Google.Protobuf.Collections;
using GraphRun.Errors;
using GraphRun.Formats.Documents;
using GraphRun.Formats.Models;
using GraphRun.Tensors;

namespace GraphRun.Formats.Protobuf;

/// <summary>Tensors, shapes and dtypes of serialized messages, as core has them.</summary>
internal static class TensorMessages
{
    private const int FirstReference = 100;

    /// <summary>The dtype; of a reference that of the variable.</summary>
    /// <exception cref="GraphRunException">A dtype that tensors here cannot have, such as a quantized one.</exception>
    public static DType DTypeOf(DataType type, string what)
    {
        var number = (int)type > FirstReference ? (int)type - FirstReference : (int)type;
        if (number is >= 0 and <= byte.MaxValue && Enum.IsDefined((DType)number))
            return (DType)number;
        throw new GraphRunException(ErrorCode.Unsupported, $"{what}: dtype {Name(type)} is not supported");
    }

    /// <exception cref="GraphRunException">A dim below -1, or more than 32 of them.</exception>
    public static Shape ShapeOf(ShapeMessage message, string what)
    {
        if (message.UnknownRank)
            return Shape.UnknownRank;
        var dims = new long[Math.Min(message.Dim.Count, Shape.MaxRank + 1)];
        for (var i = 0; i < dims.Length; i++)
            dims[i] = message.Dim[i].Size;
        try
        {
            return Shape.Of(dims);
        }
        catch (GraphRunException error)
        {
            throw Within(what, error);
        }
    }

    /// <exception cref="GraphRunException">Values that do not fill the shape, or a dtype without values.</exception>
    public static Tensor TensorOf(TensorMessage message, string what)
    {
        var dtype = DTypeOf(message.Dtype, what);
        var shape = message.TensorShape is { } given ? ShapeOf(given, what) : Shape.Scalar;
        if (!shape.IsFullyDefined)
            throw new GraphRunException(ErrorCode.InvalidModel,
                $"{what}: tensor_shape {shape} of a tensor with values must be fully defined");
        if (message.TensorContent.Length > 0)
            return TensorValues.FromBytes(dtype, shape, message.TensorContent.Span, what);
        return dtype switch
        {
            DType.Float32 => TensorValues.FromList<float>(dtype, shape, Array(message.FloatVal), what),
            DType.Float64 => TensorValues.FromList<double>(dtype, shape, Array(message.DoubleVal), what),
            DType.Int32 => TensorValues.FromList<int>(dtype, shape, Array(message.IntVal), what),
            DType.UInt8 => Narrow<byte>(message.IntVal, dtype, shape, what),
            DType.Int16 => Narrow<short>(message.IntVal, dtype, shape, what),
            DType.Int8 => Narrow<sbyte>(message.IntVal, dtype, shape, what),
            DType.UInt16 => Narrow<ushort>(message.IntVal, dtype, shape, what),
            DType.Float16 or DType.BFloat16 => Halves(message.HalfVal, dtype, shape, what),
            DType.Int64 => TensorValues.FromList<long>(dtype, shape, Array(message.Int64Val), what),
            DType.UInt32 => TensorValues.FromList<uint>(dtype, shape, Array(message.Uint32Val), what),
            DType.UInt64 => TensorValues.FromList<ulong>(dtype, shape, Array(message.Uint64Val), what),
            DType.Bool => TensorValues.FromList<bool>(dtype, shape, Array(message.BoolVal), what),
            DType.Complex64 => Complex64Of(message.ScomplexVal, shape, what),
            DType.Complex128 => Complex128Of(message.DcomplexVal, shape, what),
            DType.String => Strings(message.StringVal, shape, what),
            _ => throw new GraphRunException(ErrorCode.Unsupported, $"{what}: a {dtype.Name()} tensor has no values that a file can hold"),
        };
    }

    private static T[] Array<T>(RepeatedField<T> values)
    {
        var array = new T[values.Count];
        values.CopyTo(array, 0);
        return array;
    }

    private static Tensor Narrow<T>(RepeatedField<int> values, DType dtype, Shape shape, string what)
        where T : struct, IBinaryInteger<T>
    {
        var narrow = new T[values.Count];
        for (var i = 0; i < narrow.Length; i++)
            narrow[i] = T.CreateTruncating(values[i]);
        return TensorValues.FromList<T>(dtype, shape, narrow, what);
    }

    private static Tensor Halves(RepeatedField<int> values, DType dtype, Shape shape, string what)
    {
        var bits = Narrow<ushort>(values, DType.UInt16, shape, what);
        return bits.Reinterpret(dtype, shape);
    }

    private static Tensor Complex64Of(RepeatedField<float> parts, Shape shape, string what)
    {
        var values = new Complex64[parts.Count / 2];
        for (var i = 0; i < values.Length; i++)
            values[i] = new Complex64(parts[2 * i], parts[2 * i + 1]);
        return TensorValues.FromList<Complex64>(DType.Complex64, shape, values, what);
    }

    private static Tensor Complex128Of(RepeatedField<double> parts, Shape shape, string what)
    {
        var values = new Complex[parts.Count / 2];
        for (var i = 0; i < values.Length; i++)
            values[i] = new Complex(parts[2 * i], parts[2 * i + 1]);
        return TensorValues.FromList<Complex>(DType.Complex128, shape, values, what);
    }

    private static Tensor Strings(RepeatedField<ByteString> values, Shape shape, string what)
    {
        var strings = new byte[values.Count][];
        for (var i = 0; i < strings.Length; i++)
            strings[i] = values[i].ToByteArray();
        return TensorValues.FromList<byte[]>(DType.String, shape, strings, what);
    }

    private static string Name(DataType type) => type switch
    {
        DataType.DtQint8 => "qint8",
        DataType.DtQuint8 => "quint8",
        DataType.DtQint16 => "qint16",
        DataType.DtQuint16 => "quint16",
        DataType.DtQint32 => "qint32",
        _ => $"{(int)type}",
    };

    private static GraphRunException Within(string what, GraphRunException error) =>
        new([.. error.Diagnostics.Select(diagnostic => diagnostic with { Message = $"{what}: {diagnostic.Message}" })]);
}
