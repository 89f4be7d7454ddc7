using GraphRun.Ops.Lists;
using GraphRun.Tensors;
using Xunit;

namespace GraphRun.Tests.Ops.Lists;

/// <summary>The value behind a list handle: whatever is done to one list, no other list changes.</summary>
public sealed class TensorListTests
{
    [Fact]
    public void A_list_made_from_another_leaves_it_as_it_was()
    {
        var list = List(1, 2, 3);
        var changed = list.With(1, Tensor.Scalar(20));

        Assert.Equal([1, 2, 3], Values(list));
        Assert.Equal([1, 20, 3], Values(changed));
    }

    [Fact]
    public void Two_lists_made_from_the_same_one_do_not_see_each_other()
    {
        var list = List(1, 2);
        var left = list.Append(Tensor.Scalar(3));
        var right = list.Append(Tensor.Scalar(4)).RemoveLast().RemoveLast();

        Assert.Equal([1, 2, 3], Values(left));
        Assert.Equal([1], Values(right));
        Assert.Equal([1, 2], Values(list));
    }

    [Fact]
    public void A_list_resized_is_cut_or_followed_by_elements_that_are_not_set()
    {
        var list = List(1, 2, 3);

        Assert.Equal([1, 2], Values(list.Resize(2)));
        Assert.Equal([1, 2, 3, -1], Values(list.Resize(4)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Any_history_of_updates_gives_what_copying_every_time_gives(int seed)
    {
        var random = new Random(seed);
        var lists = new List<(TensorList List, int[] Expected)> { (List(0, 0, 0), [0, 0, 0]) };
        for (var i = 1; i < 2000; i++)
        {
            var (list, expected) = lists[random.Next(Math.Max(0, lists.Count - 20), lists.Count)];
            lists.Add(Update(list, expected, random, i));
            var (old, values) = lists[random.Next(lists.Count)];
            Assert.Equal(values, Values(old));
        }
    }

    private static (TensorList List, int[] Expected) Update(TensorList list, int[] expected, Random random, int value)
    {
        var index = random.Next(expected.Length + 1);
        if (index == expected.Length)
            return (list.Append(Tensor.Scalar(value)), [.. expected, value]);
        if (random.Next(3) == 0)
            return (list.RemoveLast(), expected[..^1]);
        var changed = (int[])expected.Clone();
        changed[index] = value;
        return (list.With(index, Tensor.Scalar(value)), changed);
    }

    private static TensorList List(params int[] values) =>
        TensorList.Of([.. values.Select(value => (Tensor?)Tensor.Scalar(value))], DType.Int32, Shape.Scalar);

    private static int[] Values(TensorList list) =>
        [.. Enumerable.Range(0, list.Count).Select(i => list[i] is { } element ? element.Value<int>() : -1)];
}
