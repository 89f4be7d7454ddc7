using GraphRun.Formats.Libraries;

namespace GraphRun.Formats.Binding;

/// <summary>What to write instead of functions of TensorFlow's Python API that are none here.</summary>
internal static class PythonNames
{
    private static readonly Dictionary<string, string> advice = new()
    {
        ["get_variable"] = "write variable(glorot_uniform([784, 10])); its name is that of its node",
        ["gradient_descent"] = "write sgd(0.1)",
        ["zeros_initializer"] = "write zeros([10]), or for a layer kernel_initializer=zeros",
        ["ones_initializer"] = "write ones([10]), or for a layer kernel_initializer=ones",
        ["constant_initializer"] = "write fill([10], 0.5), or for a layer kernel_initializer=lambda shape: fill(shape, 0.5)",
        ["glorot_uniform_initializer"] = "write glorot_uniform([784, 10]), or for a layer kernel_initializer=glorot_uniform",
        ["random_normal_initializer"] = "write random_normal([784, 10], stddev=0.1), or for a layer "
            + "kernel_initializer=lambda shape: random_normal(shape, stddev=0.1)",
        ["truncated_normal_initializer"] = "write truncated_normal([784, 10], stddev=0.1), or for a layer "
            + "kernel_initializer=lambda shape: truncated_normal(shape, stddev=0.1)",
        ["Session"] = "a session is a name on the command line: graphrun run GRAPH --session NAME",
        ["Saver"] = "variables live on in the session; graphrun session export writes them to a file",
        ["get_or_create_global_step"] = "write variable(0, dtype=int64, trainable=false)",
        ["local_variables_initializer"] = "write variables_initializer([a, b]) with the variables' names; --init gives all their first values",
    };

    /// <summary>The advice for a name with or without modules before it; null when there is none.</summary>
    public static string? Advice(string name)
    {
        var last = name[(name.LastIndexOf('.') + 1)..];
        if (advice.TryGetValue(last, out var found))
            return found;
        var library = Library.Names.Skip(1).FirstOrDefault(library => Library.Functions(library).Any(function => function.Name == last));
        return library is null ? null : $"it is in a library; write 'import: {library}' above the nodes";
    }
}
