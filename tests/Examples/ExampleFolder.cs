using System.Runtime.CompilerServices;
using GraphRun.Tests.Cli;

namespace GraphRun.Tests.Examples;

/// <summary>The example folders of the repository, as a user has them in front of him.</summary>
internal static class ExampleFolder
{
    /// <summary>Copies the files of an example into a workspace.</summary>
    internal static void CopyTo(Workspace workspace, string example)
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Root(), example)))
            File.Copy(file, workspace.PathOf(Path.GetFileName(file)));
    }

    private static string Root([CallerFilePath] string path = "") => Path.Combine(Path.GetDirectoryName(path)!, "..", "..", "examples");
}
