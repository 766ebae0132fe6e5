using Enterprise.Application.Passwords;

namespace Enterprise.Tests.Application.Passwords;

public sealed class Blake2bTests
{
    [Test]
    public void Abc_gives_the_hash_of_RFC_7693_appendix_A()
    {
        byte[] hash = new byte[64];
        Blake2b.Hash("abc"u8, hash);
        Assert.That(
            Convert.ToHexStringLower(hash),
            Is.EqualTo(
                "ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d1"
                    + "7d87c5392aab792dc252d5de4533cc9518d38aa8dbf1925ab92386edd4009923"
            )
        );
    }

    // From the reference implementation, by Python: blake2b(bytes(i % 251 for i in range(length)), digest_size=...).
    [TestCase(
        0,
        "786a02f742015903c6c6fd852552d272912f4740e15847618a86e217f71f5419d25e1031afee585313896444934eb04b903a685b1448b755d56f701afe9be2ce"
    )]
    [TestCase(0, "2e")]
    [TestCase(1, "03170a2e7597b7b7e3d84c05391d139a62b157e78786d8c082f29dcf4c111314")]
    [TestCase(3, "147420788d27f83264eb55bad410d304540a21d9")]
    [TestCase(
        127,
        "b6292669ccd38d5f01caae96ba272c76a879a45743afa0725d83b9ebb26665b731f1848c52f11972b6644f554c064fa90780dbbbf3a89d4fc31f67df3e5857ef"
    )]
    [TestCase(
        128,
        "2319e3789c47e2daa5fe807f61bec2a1a6537fa03f19ff32e87eecbfd64b7e0e8ccff439ac333b040f19b0c4ddd11a61e24ac1fe0f10a039806c5dcc0da3d115"
    )]
    [TestCase(
        129,
        "f59711d44a031d5f97a9413c065d1e614c417ede998590325f49bad2fd444d3e4418be19aec4e11449ac1a57207898bc57d76a1bcf3566292c20c683a5c4648f"
    )]
    [TestCase(255, "d78992d7f0f13606db808f2ab30500703315ed15b6e6e65de461c16008590f5849dca06d9313c3752fac9e1054ddf406")]
    [TestCase(
        256,
        "93463ac058b6163eb43be3f5bb32b28541498f4e3366f1effe253ad44e1e076e41c3616046027c82a7124f8f4746668ad10b12e8e25a95ac8f3151df01cd5a93"
    )]
    [TestCase(257, "a59937222c3118f982d75ea4ac17914bc5236ee83f7ed04ff2b4c8386918fda507")]
    [TestCase(
        1024,
        "8d1090909017add40e749df2d0ebac43273d6fc816bc4ffaf2a6dfabe4206dea13677d2002399e4a38e700d8083db4af8341ee9b3a5147110b6a963a3894e4e2"
    )]
    [TestCase(1000, "2ee1251ac8")]
    public void Inputs_around_the_block_borders_give_the_hashes_of_the_reference(int length, string expected)
    {
        byte[] input = [.. Enumerable.Range(0, length).Select(static i => (byte)(i % 251))];
        byte[] hash = new byte[expected.Length / 2];
        Blake2b.Hash(input, hash);
        Assert.That(Convert.ToHexStringLower(hash), Is.EqualTo(expected));
    }

    [TestCase(1)]
    [TestCase(63)]
    [TestCase(128)]
    [TestCase(129)]
    public void An_input_in_parts_gives_the_same_hash_as_in_one(int part)
    {
        byte[] input = Sample.Bytes("parts", 500);
        byte[] whole = new byte[64];
        Blake2b.Hash(input, whole);

        Blake2b blake = new(64);
        for (int at = 0; at < input.Length; at += part)
            blake.Add(input.AsSpan(at, Math.Min(part, input.Length - at)));

        byte[] hash = new byte[64];
        blake.Finish(hash);
        Assert.That(hash, Is.EqualTo(whole));
    }

    [TestCase(0)]
    [TestCase(65)]
    public void A_hash_has_1_to_64_bytes(int length) =>
        Assert.That(() => Blake2b.Hash([], new byte[length]), Throws.InstanceOf<ArgumentOutOfRangeException>());
}
