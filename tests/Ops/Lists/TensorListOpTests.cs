using GraphRun.Errors;
using GraphRun.Execution;
using GraphRun.Graphs;
using GraphRun.Tensors;
using GraphRun.Tests.Ops.ControlFlow;
using Xunit;

namespace GraphRun.Tests.Ops.Lists;

public sealed class TensorListOpTests
{
    private readonly GraphBuilder builder = new();

    [Fact]
    public void Elements_of_a_tensor_come_back_in_another_order()
    {
        var list = FromTensor(Tensor.Of(Shape.Of(3, 2), [1f, 2f, 3f, 4f, 5f, 6f]));
        var reversed = Set(Set(Reserve(2), 0, Get(list, 2)), 1, Get(list, 0));

        Assert.Equal([5f, 6f, 1f, 2f], Run(Stack(reversed)).Values<float>().ToArray());
    }

    [Fact]
    public void A_list_that_was_updated_is_still_what_it_was()
    {
        var list = FromTensor(Tensor.Vector(1f, 2f), []);
        var changed = Set(list, 0, Constant(Tensor.Scalar(9f)));
        var values = Run(Stack(list, []), Stack(changed, []), Stack(list, []));

        Assert.Equal([[1f, 2f], [9f, 2f], [1f, 2f]], values.Select(value => value.Values<float>().ToArray()));
    }

    [Fact]
    public void Elements_that_were_never_set_are_zeros()
    {
        var list = Set(Reserve(3), 1, Constant(Tensor.Vector(1f, 2f)));

        Assert.Equal([0f, 0f, 1f, 2f, 0f, 0f], Run(Stack(list, [-1])).Values<float>().ToArray());
    }

    [Fact]
    public void Pushed_elements_are_popped_from_the_end()
    {
        var empty = Call("EmptyTensorList", [Constant(Tensor.Vector<int>()), Constant(Tensor.Scalar(-1))]);
        var list = Call("TensorListPushBack", [empty, Constant(Tensor.Scalar(1f))]);
        list = Call("TensorListPushBack", [list, Constant(Tensor.Scalar(2f))]);
        var pop = Call("TensorListPopBack", [list, Constant(Tensor.Vector<int>())]);

        Assert.Equal(2f, Run(new Output(pop.Node, 1)).Value<float>());
        Assert.Equal([1f], Run(Stack(pop, [])).Values<float>().ToArray());
    }

    [Fact]
    public void Tensors_of_different_lengths_are_joined_and_split_again()
    {
        var lengths = Constant(Tensor.Vector(2L, 0L, 1L));
        var split = Call("TensorListSplit", [Constant(Tensor.Of(Shape.Of(3, 1), [1f, 2f, 3f])), Shape1(-1, 1), lengths]);
        var joined = Call("TensorListConcatV2", [split, Shape1(-1, 1), Constant(Tensor.Vector<long>())]);
        var values = Run(joined, new Output(joined.Node, 1), Get(split, 2));

        Assert.Equal("float32[3,1]", values[0].ToString());
        Assert.Equal([1f, 2f, 3f], values[0].Values<float>().ToArray());
        Assert.Equal([2L, 0L, 1L], values[1].Values<long>().ToArray());
        Assert.Equal([3f], values[2].Values<float>().ToArray());
    }

    [Fact]
    public void Scattered_rows_are_gathered_in_any_order()
    {
        var rows = Constant(Tensor.Of(Shape.Of(2, 2), [1f, 2f, 3f, 4f]));
        var list = Call("TensorListScatterV2", [rows, Constant(Tensor.Vector(3, 1)), Shape1(2), Constant(Tensor.Scalar(4))]);
        var gathered = Call("TensorListGather", [list, Constant(Tensor.Vector(1, 0, 3)), Shape1(2)]);

        Assert.Equal([3f, 4f, 0f, 0f, 1f, 2f], Run(gathered).Values<float>().ToArray());
    }

    public static TheoryData<string, string> Errors => new()
    {
        { "get", "Trying to access element 3 in a list with 3 elements." },
        { "set", "Trying to modify element 3 in a list with 3 elements." },
        { "shape", "Tried to set a tensor with incompatible shape at a list index. Item element shape: [] list shape: [2]" },
        { "pop", "Trying to pop from an empty list." },
        { "empty", "Tried to stack elements of an empty list with non-fully-defined element_shape: [?]" },
        { "reserve", "The num_elements to reserve must be a non negative number, but got -1" },
        { "gather", "Trying to gather element 5 in a list with 3 elements." },
        { "dtype", "Invalid data types; op elements int32 but list elements float32" },
        { "split", "Unused values in tensor. Length of tensor: 3 Values used: 2" },
    };

    [Theory]
    [MemberData(nameof(Errors))]
    public void A_misuse_is_refused_in_TensorFlows_words(string misuse, string message)
    {
        var list = Reserve(3, 2);
        var output = misuse switch
        {
            "get" => Get(list, 3),
            "set" => Set(list, 3, Constant(Tensor.Vector(1f, 2f))),
            "shape" => Set(list, 0, Constant(Tensor.Scalar(1f))),
            "pop" => Call("TensorListPopBack", [Reserve(0), Shape1(-1)]),
            "empty" => Stack(Reserve(0), [-1]),
            "reserve" => Reserve(-1),
            "gather" => Call("TensorListGather", [list, Constant(Tensor.Vector(0, 5)), Shape1(2)]),
            "dtype" => Call("TensorListGetItem", [list, Constant(Tensor.Scalar(0)), Shape1(2)], DType.Int32),
            _ => Call("TensorListSplit", [Constant(Tensor.Vector(1f, 2f, 3f)), Shape1(-1), Constant(Tensor.Vector(2L))]),
        };

        var error = Assert.Throws<GraphRunException>(() => Run(output));

        Assert.Equal((ErrorCode.InvalidArgument, message), (error.Code, error.Diagnostics[0].Message));
    }

    [Fact]
    public void A_loop_fills_a_list()
    {
        var toFloat = new Dictionary<string, object> { ["DstT"] = DType.Float32 };
        var loop = builder.Count([Reserve(4)], 4, (inner, values) =>
        {
            var square = inner.Call("Cast", [inner.Call("Mul", values[0], values[0])], toFloat);
            return [inner.Call("TensorListSetItem", values[1], values[0], square)];
        });

        Assert.Equal([0f, 1f, 4f, 9f], Run(Stack(new Output(loop, 1), [])).Values<float>().ToArray());
    }

    private Output Constant(Tensor value) => builder.Constant(value);

    private Output Shape1(params int[] sizes) => Constant(Tensor.Vector<int>(sizes));

    private Output Call(string op, Output[] inputs, DType dtype = DType.Float32)
    {
        var hasDType = GraphRun.Ops.Catalogue.Get(op).Signature.IndexOfAttr("element_dtype") >= 0;
        return builder.Call(op, inputs, hasDType ? new Dictionary<string, object> { ["element_dtype"] = dtype } : null);
    }

    private Output Reserve(int count, params int[] shape) =>
        Call("TensorListReserve", [shape.Length == 0 ? Constant(Tensor.Scalar(-1)) : Shape1(shape), Constant(Tensor.Scalar(count))]);

    private Output FromTensor(Tensor tensor, params int[] shape) =>
        Call("TensorListFromTensor", [Constant(tensor), tensor.Rank == 1 ? Shape1(shape) : Shape1(-1)]);

    private Output Get(Output list, int index) => Call("TensorListGetItem", [list, Constant(Tensor.Scalar(index)), Shape1(-1)]);

    private Output Set(Output list, int index, Output item) => Call("TensorListSetItem", [list, Constant(Tensor.Scalar(index)), item]);

    private Output Stack(Output list, int[]? shape = null) => Call("TensorListStack", [list, Shape1(shape ?? [-1])]);

    private Tensor Run(Output output) => Run([output])[0];

    private Tensor[] Run(params Output[] outputs) => new Session().Run(builder.Build(), [.. outputs.Select(output => new Fetch(output))]);
}
