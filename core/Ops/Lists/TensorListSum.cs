using GraphRun.Execution;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Ops.Lists;

/// <summary>
/// Lists as gradients of lists: an element that is not set counts as zero, and so does a list that is an element not set of another list.
/// </summary>
internal static class TensorListSum
{
    /// <summary>The list whose elements are the sums of the inputs' elements.</summary>
    internal static void Run(Step step)
    {
        var lists = Enumerable.Range(0, step.InputCount).Where(input => IsSet(step.Input(input))).Select(input => step.AnyList(input)).ToArray();
        if (lists.Length == 0)
        {
            step.Allocate(0, Shape.Scalar);
            return;
        }

        var sums = new Tensor?[lists.Max(list => list.Count)];
        foreach (var list in lists)
        {
            for (var i = 0; i < list.Count; i++)
            {
                if (list[i] is { } element)
                    sums[i] = sums[i] is { } sum ? Add(sum, element) : element;
            }
        }

        step.Give(TensorList.Of(sums, lists[0].DType, lists[0].ElementShape));
    }

    /// <summary>A list as long as the input, in which no element is set.</summary>
    internal static void Zero(Step step)
    {
        if (!IsSet(step.Input(0)))
        {
            step.Allocate(0, Shape.Scalar);
            return;
        }

        var list = step.AnyList();
        step.Give(TensorList.Of(new Tensor?[list.Count], list.DType, list.ElementShape));
    }

    private static bool IsSet(Tensor handle) => handle.ElementCount != 1 || handle.Value<object>() is not null;

    private static Tensor Add(Tensor left, Tensor right)
    {
        if (!left.Shape.Equals(right.Shape))
            throw IntegerTensors.Invalid($"lists whose elements have the shapes {left.Shape} and {right.Shape} cannot be added");
        var sum = Tensor.Allocate(left.DType, left.Shape);
        Kernels.Elementwise.BinaryNumber<AddOperator>(left, right, sum);
        return sum;
    }
}
