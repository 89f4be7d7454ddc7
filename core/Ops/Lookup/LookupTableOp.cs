using GraphRun.Execution;
using GraphRun.Gradients;
using GraphRun.Tensors;

namespace GraphRun.Ops.Lookup;

/// <summary>
/// Tables from keys to values, such as vocabularies. A table here is a value made of its keys and values: TensorFlow's HashTable with
/// its initializer in one, which is what readers of models make of the two.
/// </summary>
public static class LookupTableOp
{
    [Op("lookup_table")]
    public static OpDef LookupTable { get; } = new()
    {
        Name = "LookupTable",
        Summary = "A table that never changes, with a value for each key (TensorFlow's HashTableV2 together with InitializeTableV2).",
        Inputs = ["keys: K", "values: V"],
        Outputs = ["table: resource"],
        Attrs = ["K: {string, int32, int64}", "V: {float, double, int32, int64, bool, string}"],
        Example = "lookup_table(['a', 'b'], [1, 2])",
        Shape = ShapeRules.Scalar,
        IsStateful = true,
        KeepsInputs = true,
        Kernel = Create,
        Gradient = GradientRules.Stop,
    };

    [Op("lookup")]
    public static OpDef LookupTableFindV2 { get; } = new()
    {
        Name = "LookupTableFindV2",
        Summary = "The values that keys have in a table, and 'default_value' for those that it does not have.",
        Inputs = ["table_handle: resource", "keys: Tin", "default_value: Tout"],
        Outputs = ["values: Tout"],
        Attrs = ["Tin: type", "Tout: type"],
        Example = "lookup(lookup_table(['a', 'b'], [1, 2]), ['b', 'c'], -1)",
        Shape = context => context.Output(0, context.Input(1)),
        IsStateful = true,
        Kernel = _ => step =>
        {
            var (table, keys, missing) = (Table(step), step.Input(1), step.Input(2));
            if (table.KeyDType != keys.DType || table.ValueDType != missing.DType)
            {
                throw IntegerTensors.Invalid(
                    $"Conflicting key/value dtypes {keys.DType.Name()}->{missing.DType.Name()} with "
                    + $"{table.KeyDType.Name()}-{table.ValueDType.Name()} for table");
            }

            if (missing.ElementCount != 1)
                throw IntegerTensors.Invalid($"Expected a scalar default_value, got shape {missing.Shape}");
            table.Find(keys, missing, step.Allocate(0, keys.Shape));
        },
        Gradient = GradientRules.Stop,
    };

    [Op]
    public static OpDef LookupTableSizeV2 { get; } = new()
    {
        Name = "LookupTableSizeV2",
        Summary = "The number of keys of a table.",
        Inputs = ["table_handle: resource"],
        Outputs = ["size: int64"],
        Example = "LookupTableSizeV2(lookup_table(['a', 'b'], [1, 2]))",
        Shape = ShapeRules.Scalar,
        IsStateful = true,
        Kernel = _ => step => step.Allocate(0, Shape.Scalar).Writable<long>()[0] = Table(step).Count,
        Gradient = GradientRules.Stop,
    };

    private static Kernel Create(KernelBuilder builder)
    {
        // Keys and values are constants nearly always, so that one table serves all runs.
        (Tensor? Keys, Tensor? Values) known = default;
        var handle = default(Tensor);
        return step =>
        {
            var (keys, values) = (step.Input(0), step.Input(1));
            if (handle is null || keys != known.Keys || values != known.Values)
            {
                known = (keys, values);
                handle = Tensor.Allocate(DType.Resource, Shape.Scalar);
                handle.Writable<object>()[0] = new LookupTable(keys, values);
            }

            step.Forward(0, handle);
        };
    }

    private static LookupTable Table(Step step) => step.Input(0) is { ElementCount: 1 } handle && handle.Value<object>() is LookupTable table
        ? table
        : throw IntegerTensors.Invalid("the resource is not a table");
}
