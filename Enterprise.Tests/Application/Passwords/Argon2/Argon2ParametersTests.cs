using Enterprise.Application.Passwords;

namespace Enterprise.Tests.Application.Passwords;

public sealed class Argon2ParametersTests
{
    [TestCase((Argon2Variant)(-1), 8u, 1u, 1u, 4, "Variant")]
    [TestCase((Argon2Variant)3, 8u, 1u, 1u, 4, "Variant")]
    [TestCase(Argon2Variant.Id, 7u, 1u, 1u, 4, "MemoryKiB")]
    [TestCase(Argon2Variant.Id, 0u, 1u, 1u, 4, "MemoryKiB")]
    [TestCase(Argon2Variant.Id, 31u, 1u, 4u, 4, "MemoryKiB")]
    [TestCase(Argon2Variant.Id, 8u, 0u, 1u, 4, "Passes")]
    [TestCase(Argon2Variant.Id, 8u, 1u, 0u, 4, "Parallelism")]
    [TestCase(Argon2Variant.Id, uint.MaxValue, 1u, 1u << 24, 4, "Parallelism")]
    [TestCase(Argon2Variant.Id, uint.MaxValue, 1u, uint.MaxValue, 4, "Parallelism")]
    [TestCase(Argon2Variant.Id, 8u, 1u, 1u, 3, "TagLength")]
    [TestCase(Argon2Variant.Id, 8u, 1u, 1u, -1, "TagLength")]
    public void What_RFC_9106_section_3_1_forbids_is_refused_by_name(
        Argon2Variant variant,
        uint memory,
        uint passes,
        uint lanes,
        int tag,
        string name
    ) =>
        Assert.That(
            () => new Argon2Parameters(variant, memory, passes, lanes, tag).Validate(),
            Throws
                .InstanceOf<ArgumentOutOfRangeException>()
                .With.Property(nameof(ArgumentException.ParamName))
                .EqualTo(name)
        );

    [TestCase(8u, 1u, 1u, 4)]
    [TestCase(32u, 1u, 4u, 4)]
    [TestCase(uint.MaxValue, uint.MaxValue, (1u << 24) - 1, int.MaxValue)]
    public void The_outermost_permitted_values_pass(uint memory, uint passes, uint lanes, int tag) =>
        Assert.That(() => new Argon2Parameters(Argon2Variant.I, memory, passes, lanes, tag).Validate(), Throws.Nothing);

    [Test]
    public void A_hash_with_forbidden_parameters_takes_no_memory()
    {
        using Argon2MemoryPool pool = new(1, 1 << 20, TimeProvider.System);
        Argon2Parameters parameters = new(Argon2Variant.Id, 7, 1, 1, 32);
        Assert.That(
            () => new Argon2(pool).Hash(parameters, [], new byte[16], [], [], new byte[32]),
            Throws.InstanceOf<ArgumentOutOfRangeException>()
        );
        Assert.That(pool.IdleCount, Is.Zero);
    }
}
