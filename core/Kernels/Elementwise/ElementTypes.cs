using System.Numerics;
using GraphRun.Errors;
using GraphRun.Tensors;

namespace GraphRun.Kernels;

/// <summary>Something to be done for a number type that only the tensor knows.</summary>
internal interface INumberAction
{
    /// <summary>For the types that the machine computes with.</summary>
    void Invoke<T>()
        where T : unmanaged, INumber<T>;

    /// <summary>For the 16-bit floats, which are widened to float32 first.</summary>
    void InvokeNarrow<T, TFormat>()
        where T : unmanaged
        where TFormat : struct, INarrowFormat<T>;
}

/// <summary>Something to be done for an integer type that only the tensor knows.</summary>
internal interface IIntegerAction
{
    void Invoke<T>()
        where T : unmanaged, IBinaryInteger<T>;
}

/// <summary>From a dtype to the element type that generic code needs.</summary>
internal static class ElementTypes
{
    /// <summary>Integers, bool (as bytes 0 and 1) and floats.</summary>
    public static void ForNumber<TAction>(DType dtype, TAction action)
        where TAction : struct, INumberAction
    {
        switch (dtype)
        {
            case DType.Float32: action.Invoke<float>(); break;
            case DType.Float64: action.Invoke<double>(); break;
            case DType.Int32: action.Invoke<int>(); break;
            case DType.Int64: action.Invoke<long>(); break;
            case DType.UInt8 or DType.Bool: action.Invoke<byte>(); break;
            case DType.Int8: action.Invoke<sbyte>(); break;
            case DType.Int16: action.Invoke<short>(); break;
            case DType.UInt16: action.Invoke<ushort>(); break;
            case DType.UInt32: action.Invoke<uint>(); break;
            case DType.UInt64: action.Invoke<ulong>(); break;
            case DType.Float16: action.InvokeNarrow<Half, HalfFormat>(); break;
            case DType.BFloat16: action.InvokeNarrow<BFloat16, BFloat16Format>(); break;
            default: throw Unsupported(dtype);
        }
    }

    /// <summary>The eight integers, and bool as bytes 0 and 1.</summary>
    public static void ForInteger<TAction>(DType dtype, TAction action)
        where TAction : struct, IIntegerAction
    {
        switch (dtype)
        {
            case DType.Int32: action.Invoke<int>(); break;
            case DType.Int64: action.Invoke<long>(); break;
            case DType.UInt8 or DType.Bool: action.Invoke<byte>(); break;
            case DType.Int8: action.Invoke<sbyte>(); break;
            case DType.Int16: action.Invoke<short>(); break;
            case DType.UInt16: action.Invoke<ushort>(); break;
            case DType.UInt32: action.Invoke<uint>(); break;
            case DType.UInt64: action.Invoke<ulong>(); break;
            default: throw Unsupported(dtype);
        }
    }

    /// <summary>A dtype that an op's signature lets through although its kernel cannot compute with it.</summary>
    public static GraphRunException Unsupported(DType dtype) =>
        new(ErrorCode.Internal, $"no elementwise kernel computes with {dtype.Name()}");
}
