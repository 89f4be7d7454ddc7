using System.IO.Compression;
using GraphRun.Errors;
using GraphRun.Formats.TensorFiles;
using GraphRun.Tensors;
using Xunit;

namespace GraphRun.Tests.Formats.TensorFiles;

public class NpzTests
{
    private static byte[] Archive(params (string Name, byte[] Content)[] entries)
    {
        var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in entries)
            {
                using var entry = archive.CreateEntry(name).Open();
                entry.Write(content);
            }
        }

        return stream.ToArray();
    }

    private static byte[] Npy(Tensor tensor)
    {
        var stream = new MemoryStream();
        NpyWriter.Write(tensor, stream);
        return stream.ToArray();
    }

    private static byte[] Npz(params NamedTensor[] tensors)
    {
        var stream = new MemoryStream();
        NpzWriter.Write(tensors, stream);
        return stream.ToArray();
    }

    private static IReadOnlyList<NamedTensor> ReadAll(byte[] bytes) => NpzReader.ReadAll(new MemoryStream(bytes), "a.npz");

    [Fact]
    public void What_NumPy_stores_is_read_in_its_order()
    {
        using var stream = Fixture.Open("stored.npz");
        Assert.Equal(
            ["x float32[2]", "dense/kernel float64[2,2]", "count int32[]"],
            NpzReader.ReadAll(stream, "stored.npz").Select(named => $"{named.Name} {named.Value}"));
    }

    [Fact]
    public void What_NumPy_compresses_is_read()
    {
        using var stream = Fixture.Open("deflated.npz");
        var tensor = NpzReader.Read(stream, "deflated.npz", "y");
        Assert.Equal(Enumerable.Range(0, 24).Select(i => (long)i), tensor.Values<long>().ToArray());
    }

    [Fact]
    public void Several_tensors_need_a_key()
    {
        using var stream = Fixture.Open("stored.npz");
        const string None = "a.npz: holds 3 tensors, but no key says which: x, dense/kernel, count";
        const string Other = "a.npz: has no tensor 'coumt'; it has x, dense/kernel, count";
        Fixture.Fails(ErrorCode.InvalidTensorFile, None, () => NpzReader.Read(stream, "a.npz", null));
        Fixture.Fails(ErrorCode.InvalidTensorFile, Other, () => NpzReader.Read(stream, "a.npz", "coumt"));
    }

    [Fact]
    public void The_only_tensor_needs_no_key() =>
        Assert.Equal(5, NpzReader.Read(new MemoryStream(Npz(new NamedTensor("x", Tensor.Scalar(5)))), "a.npz", null).Value<int>());

    [Fact]
    public void The_same_tensors_give_the_same_bytes_in_any_order()
    {
        var (x, y) = (new NamedTensor("x", Tensor.Vector(1, 2)), new NamedTensor("y", Tensor.Scalar(true)));
        Assert.Equal(Npz(x, y), Npz(y, x));
        Assert.Equal(["x", "y"], ReadAll(Npz(y, x)).Select(named => named.Name));
    }

    [Fact]
    public void Entries_are_stored_at_full_length_and_dated_1980()
    {
        using var archive = new ZipArchive(new MemoryStream(Npz(new NamedTensor("x", Tensor.Allocate(DType.Int8, Shape.Of(1000))))));
        var entry = Assert.Single(archive.Entries);
        Assert.Equal((1128L, 1128L, new DateTime(1980, 1, 1)), (entry.Length, entry.CompressedLength, entry.LastWriteTime.DateTime));
    }

    [Theory]
    [InlineData("../../x.npy", "path out of the archive")]
    [InlineData("/x.npy", "path out of the archive")]
    [InlineData("a/../x.npy", "path out of the archive")]
    [InlineData("a\\x.npy", "path out of the archive")]
    [InlineData("a//x.npy", "path out of the archive")]
    [InlineData("x.txt", "expected NAME.npy")]
    [InlineData(".npy", "expected NAME.npy")]
    public void Names_that_are_no_names_are_refused(string name, string message) =>
        Fixture.Fails(ErrorCode.InvalidTensorFile, message, () => ReadAll(Archive((name, Npy(Tensor.Scalar(1))))));

    [Fact]
    public void A_name_that_stands_twice_is_refused()
    {
        var npy = Npy(Tensor.Scalar(1));
        var archive = Archive(("x.npy", npy), ("x.npy", npy));
        Fixture.Fails(ErrorCode.InvalidTensorFile, "entry 'x.npy': the name stands twice", () => ReadAll(archive));
    }

    [Fact]
    public void A_bomb_behind_a_small_header_is_not_inflated()
    {
        var bomb = new byte[50_000_000];
        Npy(Tensor.Scalar(1)).CopyTo(bomb, 0);
        Fixture.Fails(ErrorCode.InvalidTensorFile, "a.npz[x]: shape [] takes 4 bytes", () => ReadAll(Archive(("x.npy", bomb))));
    }

    [Fact]
    public void An_entry_that_holds_more_than_it_says_is_refused()
    {
        // Both places where a zip archive keeps the length of its only entry are made to say 132 bytes.
        var bomb = new byte[1_000_000];
        Npy(Tensor.Scalar(1)).CopyTo(bomb, 0);
        var archive = Archive(("x.npy", bomb));
        for (var i = 0; i + 4 <= archive.Length; i++)
        {
            if (BitConverter.ToInt32(archive, i) == bomb.Length)
                BitConverter.GetBytes(132).CopyTo(archive, i);
        }

        Assert.Equal(ErrorCode.InvalidTensorFile, Assert.Throws<GraphRunException>(() => ReadAll(archive)).Code);
    }

    [Fact]
    public void A_length_that_no_compression_reaches_is_refused_before_memory_is_taken()
    {
        var npy = Npy(Tensor.Allocate(DType.Float32, Shape.Of(1_000)))[..128];
        "250000000,"u8.CopyTo(npy.AsSpan(npy.AsSpan().IndexOf("1000,"u8)));
        ")}"u8.CopyTo(npy.AsSpan(npy.AsSpan().IndexOf("250000000,"u8) + 10));
        var archive = Archive(("x.npy", npy));
        for (var i = 0; i + 4 <= archive.Length; i++)
        {
            if (BitConverter.ToInt32(archive, i) == npy.Length)
                BitConverter.GetBytes(1_000_000_128).CopyTo(archive, i);
        }

        Fixture.Fails(ErrorCode.InvalidTensorFile, "no deflate stream of", () => ReadAll(archive));
    }

    [Fact]
    public void A_flipped_bit_is_found()
    {
        var archive = Npz(new NamedTensor("x", Tensor.Vector(1, 2, 3)));
        archive[200] ^= 1;
        Fixture.Fails(ErrorCode.InvalidTensorFile, "a.npz[x]: ", () => ReadAll(archive));
    }

    [Fact]
    public void An_encrypted_entry_is_refused()
    {
        var archive = Archive(("x.npy", Npy(Tensor.Scalar(1))));
        archive[6] |= 1;
        archive[archive.AsSpan().LastIndexOf("PK\u0001\u0002"u8) + 8] |= 1;
        Fixture.Fails(ErrorCode.InvalidTensorFile, "encrypted", () => ReadAll(archive));
    }

    [Fact]
    public void What_is_no_zip_archive_is_refused() =>
        Fixture.Fails(ErrorCode.InvalidTensorFile, "not a zip archive", () => ReadAll([1, 2, 3]));

    [Fact]
    public void Every_truncation_is_refused()
    {
        var archive = Npz(new NamedTensor("x", Tensor.Vector(1, 2, 3)), new NamedTensor("y", Tensor.Scalar(1)));
        for (var length = 0; length < archive.Length; length++)
            Assert.Throws<GraphRunException>(() => ReadAll(archive[..length]));
    }

    [Fact]
    public void Every_flipped_byte_gives_the_same_tensors_or_an_error()
    {
        var expected = Tensor.Vector(1, 2, 3);
        var archive = Npz(new NamedTensor("x", expected));
        for (var i = 0; i < archive.Length; i++)
        {
            var damaged = archive.ToArray();
            damaged[i] ^= 0x55;
            try
            {
                foreach (var (name, tensor) in ReadAll(damaged))
                    Assert.True(tensor.Bytes(0, 12).SequenceEqual(expected.Bytes(0, 12)), $"byte {i} changed {name}");
            }
            catch (GraphRunException)
            {
                continue;
            }
        }
    }
}
