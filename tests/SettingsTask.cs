using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace GraphRun.Tests;

/// <summary>One comparison that runs when it is awaited, and what was set for it.</summary>
public sealed class SettingsTask(string? target, string sourceFile, string method)
{
    private string? typeName;
    private string? methodName;
    private object?[] parameters = [];

    /// <summary>Puts the values of a theory's parameters into the file's name: <c>Class.Method_name=value.verified.txt</c>.</summary>
    public SettingsTask UseParameters(params object?[] values)
    {
        parameters = values;
        return this;
    }

    /// <summary>Names the file after another class.</summary>
    public SettingsTask UseTypeName(string name)
    {
        typeName = name;
        return this;
    }

    /// <summary>Names the file after another method.</summary>
    public SettingsTask UseMethodName(string name)
    {
        methodName = name;
        return this;
    }

    private string TestType => Path.GetFileNameWithoutExtension(sourceFile).Split('.')[0];

    public TaskAwaiter GetAwaiter() => ToTask().GetAwaiter();

    public Task ToTask() => Snapshot.Compare(Path.GetDirectoryName(sourceFile)!, FileName(), target ?? "null", Snapshot.MayAccept);

    private string FileName()
    {
        var name = new StringBuilder(typeName ?? TestType).Append('.').Append(methodName ?? method);
        var names = ParameterNames();
        for (var i = 0; i < parameters.Length; i++)
            name.Append('_').Append(names[i].Name).Append('=').Append(FileSafe(parameters[i]));
        return name.ToString();
    }

    private ParameterInfo[] ParameterNames()
    {
        if (parameters.Length == 0)
            return [];
        return typeof(SettingsTask).Assembly.GetTypes()
            .Where(candidate => candidate.Name == TestType)
            .Select(candidate => candidate.GetMethod(method))
            .Single(candidate => candidate?.GetParameters().Length >= parameters.Length)!
            .GetParameters();
    }

    private static string FileSafe(object? value)
    {
        var text = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "null";
        return string.Concat(text.Select(letter => letter < ' ' || "\"<>|:*?\\/".Contains(letter, StringComparison.Ordinal) ? '-' : letter));
    }
}
