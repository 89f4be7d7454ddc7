using GraphRun.Kernels;
using GraphRun.Tensors;
using Xunit;

namespace GraphRun.Tests.Kernels;

public class BroadcastTests
{
    /// <summary>Left and right shapes: same, scalars, rows, columns, inner and outer dims, short and long rows, empty.</summary>
    public static TheoryData<long[], long[]> Shapes => new()
    {
        { [], [] },
        { [7], [7] },
        { [100000], [100000] },
        { [], [41] },
        { [41], [] },
        { [1, 1], [3, 5] },
        { [3, 5], [5] },
        { [5], [3, 5] },
        { [3, 1], [3, 5] },
        { [3, 5], [3, 1] },
        { [4, 1], [1, 6] },
        { [1000, 3], [3] },
        { [1000, 3], [1000, 1] },
        { [700, 1, 2], [1, 3, 1] },
        { [2, 40], [2, 1] },
        { [2, 70000], [2, 1] },
        { [3, 1, 50], [1, 4, 50] },
        { [2, 3, 4, 5], [3, 1, 5] },
        { [2, 1, 4, 1, 6], [3, 1, 5, 1] },
        { [1, 9, 1, 33], [5, 1, 7, 1] },
        { [0], [1] },
        { [3, 0], [3, 1] },
        { [1, 0, 4], [5, 1, 1] },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Every_output_element_meets_its_own_two_operands(long[] left, long[] right)
    {
        var (x, y) = (Counting(Shape.Of(left), 1), Counting(Shape.Of(right), 1_000_000));
        var z = Tensor.Allocate(DType.Int32, Broadcasting.Combine(x.Shape, y.Shape));
        Elementwise.Binary<SubtractOperator>(x, y, z);
        Assert.Equal(Expected(x, y, z.Shape), z.Values<int>().ToArray());
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Three_operands_broadcast_together(long[] left, long[] right)
    {
        var (x, y) = (Counting(Shape.Of(left), 1), Counting(Shape.Of(right), 1_000_000));
        var z = Tensor.Allocate(DType.Int32, Broadcasting.Combine(x.Shape, y.Shape));
        var isOdd = Tensor.Allocate(DType.Bool, x.Shape);
        for (var i = 0; i < x.ElementCount; i++)
            isOdd.Writable<bool>()[i] = x.Values<int>()[i] % 2 == 1;
        Elementwise.Select(isOdd, x, y, z);
        Assert.Equal(Expected(x, y, z.Shape, (a, b) => a % 2 == 1 ? a : b), z.Values<int>().ToArray());
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void References_broadcast_like_numbers(long[] left, long[] right)
    {
        var (x, y) = (Counting(Shape.Of(left), 1), Counting(Shape.Of(right), 1));
        var z = Tensor.Allocate(DType.Bool, Broadcasting.Combine(x.Shape, y.Shape));
        Elementwise.CompareEqual<EqualOperator>(AsStrings(x), AsStrings(y), z);
        Assert.Equal(Expected(x, y, z.Shape, (a, b) => a == b ? 1 : 0), z.Values<byte>().ToArray().Select(b => (int)b));
    }

    [Fact]
    public void The_output_may_be_an_input()
    {
        var x = Counting(Shape.Of(1001), 1);
        Elementwise.Binary<AddOperator>(x, x, x);
        Assert.Equal(Enumerable.Range(1, 1001).Select(i => 2 * i), x.Values<int>().ToArray());
    }

    private static Tensor Counting(Shape shape, int first)
    {
        var tensor = Tensor.Allocate(DType.Int32, shape);
        for (var i = 0; i < shape.ElementCount; i++)
            tensor.Writable<int>()[i] = first + i;
        return tensor;
    }

    private static Tensor AsStrings(Tensor numbers)
    {
        var strings = Tensor.Allocate(DType.String, numbers.Shape);
        for (var i = 0; i < numbers.ElementCount; i++)
            strings.Writable<byte[]>()[i] = BitConverter.GetBytes(numbers.Values<int>()[i]);
        return strings;
    }

    private static int[] Expected(Tensor x, Tensor y, Shape output, Func<int, int, int>? function = null)
    {
        var result = new int[output.ElementCount];
        for (var i = 0; i < result.Length; i++)
        {
            var (a, b) = (x.Values<int>()[Index(i, output, x.Shape)], y.Values<int>()[Index(i, output, y.Shape)]);
            result[i] = function is null ? a - b : function(a, b);
        }

        return result;
    }

    private static int Index(long flat, Shape output, Shape operand)
    {
        var (index, step) = (0L, 1L);
        for (var i = 1; i <= operand.Rank; i++)
        {
            index += operand[-i] == 1 ? 0 : flat % output[-i] * step;
            step *= operand[-i];
            flat /= output[-i];
        }

        return (int)index;
    }
}
