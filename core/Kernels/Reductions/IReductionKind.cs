using System.Numerics;
using GraphRun.Tensors;

namespace GraphRun.Kernels;

/// <summary>A reduction by name, for every element type: which fold, which map before and which finish after it.</summary>
internal interface IReductionKind
{
    static abstract void Run<TIn, T, TReader, TWriter>(Tensor x, ReadOnlySpan<int> axes, Tensor result, int inner)
        where TIn : unmanaged
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
        where TReader : struct, IElementReader<TIn, T>
        where TWriter : struct, IElementWriter<T, TIn>;
}

internal readonly struct SumKind : IReductionKind
{
    public static void Run<TIn, T, TReader, TWriter>(Tensor x, ReadOnlySpan<int> axes, Tensor result, int inner)
        where TIn : unmanaged
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
        where TReader : struct, IElementReader<TIn, T>
        where TWriter : struct, IElementWriter<T, TIn> =>
        ReductionDriver<TIn, T, TReader, SumReduction<T>, Unmapped<T>, AsIs<T>, TWriter>.Run(x, axes, result, inner);
}

internal readonly struct MeanKind : IReductionKind
{
    public static void Run<TIn, T, TReader, TWriter>(Tensor x, ReadOnlySpan<int> axes, Tensor result, int inner)
        where TIn : unmanaged
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
        where TReader : struct, IElementReader<TIn, T>
        where TWriter : struct, IElementWriter<T, TIn> =>
        ReductionDriver<TIn, T, TReader, SumReduction<T>, Unmapped<T>, Averaged<T>, TWriter>.Run(x, axes, result, inner);
}

internal readonly struct ProductKind : IReductionKind
{
    public static void Run<TIn, T, TReader, TWriter>(Tensor x, ReadOnlySpan<int> axes, Tensor result, int inner)
        where TIn : unmanaged
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
        where TReader : struct, IElementReader<TIn, T>
        where TWriter : struct, IElementWriter<T, TIn> =>
        ReductionDriver<TIn, T, TReader, ProductReduction<T>, Unmapped<T>, AsIs<T>, TWriter>.Run(x, axes, result, inner);
}

internal readonly struct MaximumKind : IReductionKind
{
    public static void Run<TIn, T, TReader, TWriter>(Tensor x, ReadOnlySpan<int> axes, Tensor result, int inner)
        where TIn : unmanaged
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
        where TReader : struct, IElementReader<TIn, T>
        where TWriter : struct, IElementWriter<T, TIn> =>
        ReductionDriver<TIn, T, TReader, MaximumReduction<T>, Unmapped<T>, AsIs<T>, TWriter>.Run(x, axes, result, inner);
}

internal readonly struct MinimumKind : IReductionKind
{
    public static void Run<TIn, T, TReader, TWriter>(Tensor x, ReadOnlySpan<int> axes, Tensor result, int inner)
        where TIn : unmanaged
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
        where TReader : struct, IElementReader<TIn, T>
        where TWriter : struct, IElementWriter<T, TIn> =>
        ReductionDriver<TIn, T, TReader, MinimumReduction<T>, Unmapped<T>, AsIs<T>, TWriter>.Run(x, axes, result, inner);
}

internal readonly struct SumOfSquaresKind : IReductionKind
{
    public static void Run<TIn, T, TReader, TWriter>(Tensor x, ReadOnlySpan<int> axes, Tensor result, int inner)
        where TIn : unmanaged
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
        where TReader : struct, IElementReader<TIn, T>
        where TWriter : struct, IElementWriter<T, TIn> =>
        ReductionDriver<TIn, T, TReader, SumReduction<T>, Squared<T>, AsIs<T>, TWriter>.Run(x, axes, result, inner);
}

internal readonly struct EuclideanNormKind : IReductionKind
{
    public static void Run<TIn, T, TReader, TWriter>(Tensor x, ReadOnlySpan<int> axes, Tensor result, int inner)
        where TIn : unmanaged
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
        where TReader : struct, IElementReader<TIn, T>
        where TWriter : struct, IElementWriter<T, TIn> =>
        ReductionDriver<TIn, T, TReader, SumReduction<T>, Squared<T>, Rooted<T>, TWriter>.Run(x, axes, result, inner);
}
