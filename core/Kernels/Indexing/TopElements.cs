using GraphRun.Tensors;

namespace GraphRun.Kernels;

/// <summary>
/// The greatest elements of each row, the greatest first (<c>core/kernels/topk_op.cc</c>). Of equal ones the one with the lower
/// index comes first. A NaN counts as greater than every number.
/// </summary>
public static class TopElements
{
    /// <summary>
    /// Along the last dim the <c>values.Shape[-1]</c> greatest elements and their indices, which are int16, int32 or int64.
    /// </summary>
    public static void Run(Tensor input, Tensor values, Tensor indices) =>
        ArithmeticTypes.RunReal(input.DType, new Kernel(input, values, indices));

    private readonly struct Kernel(Tensor input, Tensor values, Tensor indices) : IArithmeticKernel
    {
        public void Run<T, TArithmetic>()
            where TArithmetic : struct, IArithmetic<T>
        {
            var (length, count) = ((int)input.Shape[-1], (int)values.Shape[-1]);
            var heap = new int[count];
            for (var row = 0; row < (count == 0 ? 0 : values.ElementCount / count); row++)
            {
                var elements = input.Values<T>().Slice(row * length, length);
                Select<T, TArithmetic>(elements, heap);
                for (var i = 0; i < count; i++)
                {
                    values.Writable<T>()[(row * count) + i] = elements[heap[i]];
                    Store((row * count) + i, heap[i]);
                }
            }
        }

        private void Store(int position, int index)
        {
            if (indices.DType == DType.Int64)
                indices.Writable<long>()[position] = index;
            else if (indices.DType == DType.Int16)
                indices.Writable<short>()[position] = (short)index;
            else
                indices.Writable<int>()[position] = index;
        }

        // A heap whose root is the least of the best so far; emptied from the root it leaves them in order.
        private static void Select<T, TArithmetic>(ReadOnlySpan<T> elements, Span<int> heap)
            where TArithmetic : struct, IArithmetic<T>
        {
            for (var i = 0; i < heap.Length; i++)
                heap[i] = i;
            for (var i = (heap.Length / 2) - 1; i >= 0; i--)
                Sink<T, TArithmetic>(elements, heap, i);
            for (var i = heap.Length; i < elements.Length; i++)
            {
                if (!IsBefore<T, TArithmetic>(elements, i, heap[0]))
                    continue;
                heap[0] = i;
                Sink<T, TArithmetic>(elements, heap, 0);
            }

            for (var end = heap.Length - 1; end > 0; end--)
            {
                (heap[0], heap[end]) = (heap[end], heap[0]);
                Sink<T, TArithmetic>(elements, heap[..end], 0);
            }
        }

        private static void Sink<T, TArithmetic>(ReadOnlySpan<T> elements, Span<int> heap, int place)
            where TArithmetic : struct, IArithmetic<T>
        {
            while (true)
            {
                var child = (2 * place) + 1;
                if (child >= heap.Length)
                    return;
                if (child + 1 < heap.Length && IsBefore<T, TArithmetic>(elements, heap[child], heap[child + 1]))
                    child++;
                if (!IsBefore<T, TArithmetic>(elements, heap[place], heap[child]))
                    return;
                (heap[place], heap[child]) = (heap[child], heap[place]);
                place = child;
            }
        }

        private static bool IsBefore<T, TArithmetic>(ReadOnlySpan<T> elements, int x, int y)
            where TArithmetic : struct, IArithmetic<T>
        {
            var (left, right) = (elements[x], elements[y]);
            if (TArithmetic.IsLess(right, left))
                return true;
            if (TArithmetic.IsLess(left, right))
                return false;
            var (leftIsNaN, rightIsNaN) = (!TArithmetic.AreEqual(left, left), !TArithmetic.AreEqual(right, right));
            return leftIsNaN == rightIsNaN ? x < y : leftIsNaN;
        }
    }
}
