using System.Globalization;
using Enterprise.Application.Passwords;

namespace Enterprise.Tests.Application.Passwords;

public sealed class Argon2VectorTests : IDisposable
{
    private readonly Argon2MemoryPool pool = new(8, 64 << 20, TimeProvider.System);

    public static IEnumerable<string> Kernels => Argon2Kernels.Available.Select(static kernel => kernel.ToString());

    public void Dispose() => pool.Dispose();

    [TestCaseSource(nameof(Kernels))]
    public void Every_kernel_gives_the_tag_of_RFC_9106_section_5_1_for_Argon2d(string kernel) =>
        Assert.That(
            RfcTag(kernel, Argon2Variant.D),
            Is.EqualTo("512b391b6f1162975371d30919734294f868e3be3984f3c1a13a4db9fabe4acb")
        );

    [TestCaseSource(nameof(Kernels))]
    public void Every_kernel_gives_the_tag_of_RFC_9106_section_5_2_for_Argon2i(string kernel) =>
        Assert.That(
            RfcTag(kernel, Argon2Variant.I),
            Is.EqualTo("c814d9d1dc7f37aa13f0d77f2494bda1c8de6b016dd388d29952a4c4672b6ce8")
        );

    [TestCaseSource(nameof(Kernels))]
    public void Every_kernel_gives_the_tag_of_RFC_9106_section_5_3_for_Argon2id(string kernel) =>
        Assert.That(
            RfcTag(kernel, Argon2Variant.Id),
            Is.EqualTo("0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659")
        );

    [TestCaseSource(nameof(Kernels))]
    public void Every_kernel_gives_the_200_tags_of_the_reference_implementation(string kernel)
    {
        Argon2 argon2 = new(pool, Enum.Parse<Argon2Kernel>(kernel));
        string[] vectors = [.. Vectors()];
        Assert.That(vectors, Has.Length.GreaterThan(200));
        Assert.Multiple(() =>
        {
            foreach (string vector in vectors)
            {
                string[] field = vector.Split(' ');
                Argon2Parameters parameters = new(
                    Enum.Parse<Argon2Variant>(field[0], ignoreCase: true),
                    Number(field[1]),
                    Number(field[2]),
                    Number(field[3]),
                    field[8].Length / 2
                );
                Argon2Input input = new(parameters, Bytes(field[4]), Bytes(field[5]), Bytes(field[6]), Bytes(field[7]));
                Assert.That(input.Tag(argon2), Is.EqualTo(field[8]), vector);
            }
        });
    }

    private string RfcTag(string kernel, Argon2Variant variant)
    {
        Argon2Parameters parameters = new(variant, 32, 3, 4, 32);
        Argon2Input input = new(parameters, Repeat(1, 32), Repeat(2, 16), Repeat(3, 8), Repeat(4, 12));
        return input.Tag(new Argon2(pool, Enum.Parse<Argon2Kernel>(kernel)));
    }

    private static byte[] Repeat(byte value, int count) => [.. Enumerable.Repeat(value, count)];

    private static IEnumerable<string> Vectors()
    {
        using Stream stream =
            typeof(Argon2VectorTests).Assembly.GetManifestResourceStream("argon2-vectors.txt")
            ?? throw new InvalidOperationException("vectors.txt is not embedded.");
        using StreamReader reader = new(stream);
        while (reader.ReadLine() is { } line)
        {
            if (!line.StartsWith('#'))
                yield return line;
        }
    }

    private static uint Number(string field) => uint.Parse(field, CultureInfo.InvariantCulture);

    private static byte[] Bytes(string field) => field == "-" ? [] : Convert.FromHexString(field);
}
