using GraphRun.Tensors;

namespace GraphRun.Kernels;

/// <summary>One reduction of a whole tensor: passes over its groups of axes, from the innermost outward, then the finish.</summary>
internal static unsafe class ReductionDriver<TIn, T, TReader, TReduction, TMap, TResult, TWriter>
    where TIn : unmanaged
    where T : unmanaged
    where TReader : struct, IElementReader<TIn, T>
    where TReduction : struct, IReduction<T>
    where TMap : struct, IReductionMap<T>
    where TResult : struct, IReductionResult<T>
    where TWriter : struct, IElementWriter<T, TIn>
{
    private const int ChunkSize = 1024;

    // Whether the last pass can fold into the result itself.
    private static bool IsStored => TResult.IsIdentity && TWriter.IsDirect;

    /// <param name="x">The input.</param>
    /// <param name="axes">The axes to reduce, each in [0, rank); the same axis twice is one.</param>
    /// <param name="result">As many elements as the kept axes have.</param>
    /// <param name="inner">How many elements of type <typeparamref name="TIn"/> each element consists of.</param>
    public static void Run(Tensor x, ReadOnlySpan<int> axes, Tensor result, int inner)
    {
        var outputs = result.ElementCount * inner;
        fixed (TIn* input = x.Values<TIn>())
        fixed (TIn* output = result.Writable<TIn>())
        {
            if (x.ElementCount == 0)
            {
                new Span<TIn>(output, (int)outputs).Fill(TWriter.Write(TResult.Finish(TReduction.Identity, 0)));
                return;
            }

            var shape = new ReductionShape(x.Shape, axes, inner, stackalloc long[Shape.MaxRank + 1]);
            if (shape.IsReducible)
                Fold(input, ref shape, output, outputs, x.ElementCount * inner / outputs);
            else
                Convert(input, output, outputs);
        }
    }

    private static void Fold(TIn* input, ref ReductionShape shape, TIn* output, long outputs, long count)
    {
        var (outer, rows, columns) = shape.TakeInnermost();
        var blocks = ReductionPass<TIn, T, TReader, TReduction, TMap>.Blocks(rows, columns);
        var isLast = blocks == 1 && !shape.IsReducible;
        using var first = new Scratch<T>(isLast && IsStored ? 0 : outer * blocks * columns);
        using var second = new Scratch<T>(isLast ? 0 : outer * blocks * columns);
        var target = isLast && IsStored ? (T*)output : first.Pointer;
        new ReductionPass<TIn, T, TReader, TReduction, TMap>(input, target, outer, rows, columns).Execute();
        rows = blocks;
        while (!isLast)
        {
            if (rows == 1)
                (outer, rows, columns) = shape.TakeInnermost();
            blocks = ReductionPass<T, T, DirectReader<T>, TReduction, Unmapped<T>>.Blocks(rows, columns);
            isLast = blocks == 1 && !shape.IsReducible;
            var source = target;
            target = isLast && IsStored ? (T*)output : source == first.Pointer ? second.Pointer : first.Pointer;
            new ReductionPass<T, T, DirectReader<T>, TReduction, Unmapped<T>>(source, target, outer, rows, columns).Execute();
            rows = blocks;
        }

        if (!IsStored)
            Finish(target, output, outputs, count);
    }

    private static void Finish(T* folded, TIn* output, long outputs, long count)
    {
        for (var i = 0L; i < outputs; i++)
            output[i] = TWriter.Write(TResult.Finish(folded[i], count));
    }

    // Nothing is folded, so nothing is added to the elements either: -0 stays -0.
    private static void Convert(TIn* input, TIn* output, long outputs)
    {
        var chunk = stackalloc T[ChunkSize];
        for (var start = 0L; start < outputs; start += ChunkSize)
        {
            var length = (int)Math.Min(ChunkSize, outputs - start);
            TReader.Read(input + start, chunk, length);
            for (var i = 0; i < length; i++)
                output[start + i] = TWriter.Write(TResult.Finish(TMap.Map(chunk[i]), 1));
        }
    }
}
