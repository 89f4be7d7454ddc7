using System.Runtime.CompilerServices;

namespace GraphRun.Tests.Formats.Protobuf;

/// <summary>The files that <c>Checkpoints/Fixtures/make_fixtures.py</c> and protoc wrote, and copies of them to be damaged.</summary>
internal static class Fixture
{
    public static string Model(string name) => Path.Combine(Folder(), "Fixtures", name);

    public static string Checkpoint(string name) => Path.Combine(Folder(), "..", "Checkpoints", "Fixtures", name, "model.ckpt-7");

    /// <summary>A copy of a folder, all of its files, in a new place.</summary>
    public static string Copy(string folder)
    {
        var copy = Directory.CreateTempSubdirectory("graphrun").FullName;
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(copy, Path.GetRelativePath(folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        return copy;
    }

    private static string Folder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
