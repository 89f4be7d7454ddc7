using GraphRun.Execution;
using GraphRun.Tensors;

namespace GraphRun.Ops.Lists;

/// <summary>How TensorArray ops read their inputs and write the number that orders them.</summary>
internal static class ArrayArguments
{
    /// <summary>The array behind the handle at input 0.</summary>
    internal static TensorArray Array(this Step step) =>
        step.Input(0) is { ElementCount: 1 } handle && handle.Value<object>() is TensorArray array
            ? array
            : throw IntegerTensors.Invalid("the resource is not a TensorArray");

    /// <summary>The array behind the handle at input 0, which must have the dtype that the op declares.</summary>
    internal static TensorArray Array(this Step step, DType dtype)
    {
        var array = step.Array();
        return array.DType == dtype ? array : throw IntegerTensors.Invalid(
            $"TensorArray dtype is {array.DType.Name()} but Op requested dtype {dtype.Name()}.");
    }

    /// <summary>Gives the scalar that only says that this op has run. It has no other meaning, so it is 0.</summary>
    internal static void GiveFlow(this Step step, int output = 0) => step.Allocate(output, Shape.Scalar).Writable<float>()[0] = 0;

    /// <summary>Gives a handle of an array.</summary>
    internal static void Give(this Step step, TensorArray array)
    {
        var handle = Tensor.Allocate(DType.Resource, Shape.Scalar);
        handle.Writable<object>()[0] = array;
        step.Forward(0, handle);
    }
}
