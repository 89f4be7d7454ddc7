using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text;
using GraphRun.Cli;

namespace GraphRun.Tests.Cli;

/// <summary>A directory of its own in which the program is called, in this process or as another one.</summary>
public sealed class Workspace : IDisposable
{
    /// <summary>Beyond this a process is killed, with all that it started.</summary>
    private static readonly TimeSpan limit = TimeSpan.FromSeconds(100);

    // The working directory belongs to the whole process.
    private static readonly Lock gate = new();

    public string Directory { get; } = System.IO.Directory.CreateTempSubdirectory("graphrun").FullName;

    /// <summary>The environment variables that the program sees when it is called in this process.</summary>
    public Dictionary<string, string> Variables { get; } = [];

    /// <summary>The program as it was built beside the tests.</summary>
    public static string Executable => Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "graphrun.exe" : "graphrun");

    public void Dispose() => System.IO.Directory.Delete(Directory, recursive: true);

    /// <summary>Writes a file, its directory too, and answers with its whole path.</summary>
    public string Write(string name, string text)
    {
        var path = PathOf(name);
        System.IO.Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>A file of this repository.</summary>
    public static string RepositoryFile(string name) => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(SourcePath())!, "..", "..", name));

    public string PathOf(string name) => Path.Combine(Directory, name);

    /// <summary>Calls the program's entry point in this process, nothing on standard input.</summary>
    public CommandResult Run(params string[] args) => RunWith(Stream.Null, args);

    /// <summary>Calls the program's entry point in this process.</summary>
    public CommandResult RunWith(Stream input, params string[] args)
    {
        using var output = new MemoryStream();
        using var error = new MemoryStream();
        var surroundings = new Surroundings
        {
            Input = () => input,
            Output = output,
            Error = error,
            Variable = name => Variables.GetValueOrDefault(name),
        };
        lock (gate)
        {
            var before = System.IO.Directory.GetCurrentDirectory();
            System.IO.Directory.SetCurrentDirectory(Directory);
            try
            {
                return new CommandResult(Application.Run(args, surroundings), output.ToArray(), Encoding.UTF8.GetString(error.ToArray()));
            }
            finally
            {
                System.IO.Directory.SetCurrentDirectory(before);
            }
        }
    }

    /// <summary>Runs a shell command line in the workspace, with the program as <c>graphrun</c>; killed when it takes too long.</summary>
    public CommandResult Shell(string line, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", line])
        {
            WorkingDirectory = Directory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PATH"] = $"{Path.GetDirectoryName(Executable)}:{start.Environment["PATH"]}";
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        using var killer = new Timer(_ => process.Kill(entireProcessTree: true), null, limit, Timeout.InfiniteTimeSpan);
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync();
        using var output = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(output);
        process.WaitForExit();
        return new CommandResult(process.ExitCode, output.ToArray(), error.Result);
    }

    private static string SourcePath([CallerFilePath] string path = "") => path;
}
