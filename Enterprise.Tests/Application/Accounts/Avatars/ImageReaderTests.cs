using Enterprise.Application.Accounts.Avatars.Images;
using Enterprise.Domain.Accounts;
using Enterprise.Domain.Common;
using Enterprise.Tests.Support;

namespace Enterprise.Tests.Application.Accounts.Avatars;

[Parallelizable(ParallelScope.All)]
internal sealed class ImageReaderTests
{
    private static readonly TestCaseData<byte[], string, int, int>[] Good =
    [
        new(RealPictures.Png, "image/png", 24, 18) { TestName = "A browser's PNG" },
        new(RealPictures.Jpeg, "image/jpeg", 24, 18) { TestName = "A browser's JPEG" },
        new(RealPictures.WebP, "image/webp", 24, 18) { TestName = "A browser's WebP" },
        new(RealPictures.LosslessWebP, "image/webp", 24, 18) { TestName = "A browser's lossless WebP" },
        new(Pictures.Png(8192, 4882), "image/png", 8192, 4882) { TestName = "A PNG at both bounds" },
        new(Pictures.Png(1, 1), "image/png", 1, 1) { TestName = "A PNG of one pixel" },
        new(
            Pictures.Png(
                Pictures.Header(3, 5, depth: 4, colour: 3, interlace: 1),
                Pictures.Chunk("tEXt"),
                Pictures.Chunk("PLTE", new byte[768]),
                Pictures.Chunk("IDAT", [1]),
                Pictures.Chunk("IDAT"),
                Pictures.Chunk("IEND")
            ),
            "image/png",
            3,
            5
        )
        {
            TestName = "A PNG of many chunks, some of them empty",
        },
        new(Pictures.Jpeg(8192, 4882), "image/jpeg", 8192, 4882) { TestName = "A JPEG at both bounds" },
        new(Pictures.Jpeg(7, 9, frame: 0xC2), "image/jpeg", 7, 9) { TestName = "A progressive JPEG" },
        new(Pictures.Jpeg(7, 9, applications: 20), "image/jpeg", 7, 9)
        {
            TestName = "A JPEG whose size stands behind 20 segments of 64 KiB",
        },
        new(Pictures.WebP(Pictures.Lossy(7, 9)), "image/webp", 7, 9) { TestName = "A lossy WebP" },
        new(Pictures.WebP(Pictures.Lossy(7 | 0xC000, 9 | 0x4000)), "image/webp", 7, 9)
        {
            TestName = "A lossy WebP that asks to be scaled",
        },
        new(Pictures.WebP(Pictures.Lossless(8192, 4882)), "image/webp", 8192, 4882)
        {
            TestName = "A lossless WebP at both bounds",
        },
        new(
            Pictures.WebP(
                Pictures.Canvas(7, 9),
                Pictures.Riff("ICCP", [1]),
                Pictures.Riff("ALPH", []),
                Pictures.Lossy(7, 9),
                Pictures.Riff("EXIF", [1, 2])
            ),
            "image/webp",
            7,
            9
        )
        {
            TestName = "An extended WebP",
        },
        new(
            Pictures.WebP(
                Pictures.Canvas(70, 90),
                Pictures.Riff("ANIM", new byte[6]),
                Pictures.AnimationFrame(),
                Pictures.AnimationFrame()
            ),
            "image/webp",
            70,
            90
        )
        {
            TestName = "An animated WebP",
        },
    ];

    private static IEnumerable<byte[]> Files => Good.Select(good => good.Arguments[0]).OfType<byte[]>();

    [TestCaseSource(nameof(Good))]
    public void A_picture_is_what_its_bytes_say(byte[] file, string type, int width, int height) =>
        Assert.That(Read(file), Is.EqualTo(new ImageFacts(type, width, height)));

    [Test]
    public void It_does_not_matter_in_which_pieces_a_picture_comes()
    {
        foreach (var file in Files.Where(file => file.Length < 2000))
        {
            var whole = Read(file);
            foreach (var piece in (int[])[1, 2, 3, 5, 7, 8, 11, 13, 64, 1000])
                Assert.That(Read(file, piece), Is.EqualTo(whole), $"Pieces of {piece}.");
        }
    }

    [Test]
    public void A_picture_that_is_cut_short_at_any_byte_is_none()
    {
        foreach (var file in Files.Where(file => file.Length < 2000))
            for (var length = 0; length < file.Length; length++)
                Assert.That(Judge(file[..length]), Is.EqualTo(AvatarFailures.NotAnImage), $"{length} of {file.Length}");
    }

    [Test]
    public void Behind_a_JPEG_another_may_stand_as_cameras_make_them_and_the_first_counts()
    {
        byte[] first = Pictures.Jpeg(7, 9),
            second = Pictures.Jpeg(4000, 3000);

        Assert.That(Read([.. first, .. second]), Is.EqualTo(new ImageFacts("image/jpeg", 7, 9)));
        for (var length = 1; length < second.Length; length++)
            Assert.That(Judge([.. first, .. second[..length]]), Is.EqualTo(AvatarFailures.NotAnImage), $"{length}");
    }

    [Test]
    public void A_picture_that_goes_on_after_its_end_is_none()
    {
        foreach (var file in Files)
        foreach (
            var more in (byte[][])
                [
                    [0],
                    [0xFF],
                    "<script>alert(1)</script>"u8.ToArray(),
                    "PK\x3\x4"u8.ToArray(),
                ]
        )
            Assert.That(Judge([.. file, .. more]), Is.EqualTo(AvatarFailures.NotAnImage));
    }

    /// <summary>Whatever is sent gets an answer in time and memory that its length bounds, and what passes is within the bounds.</summary>
    [Test]
    public void Thousands_of_broken_pictures_are_each_judged_and_none_that_passes_claims_too_much()
    {
        var passed = 0;
        var samples = Files.Where(file => file.Length < 2000).ToArray();
        var noise = new Noise(20301);
        for (var round = 0; round < 40_000; round++)
        {
            var file = noise.Break(samples[round % samples.Length]);
            var reader = new ImageReader();
            var refusal = reader.Push(file);
            if (!reader.End().TryGet(out var facts, out var failure))
            {
                Assert.That(failure, Is.EqualTo(AvatarFailures.NotAnImage).Or.EqualTo(AvatarFailures.TooManyPixels));
                continue;
            }
            passed++;
            Assert.That(refusal, Is.Null);
            Assert.That(Avatar.Allows(facts.Width, facts.Height), Is.True);
        }
        Assert.That(passed, Is.InRange(1000, 39_000), "Most of a picture is data, which is not looked at.");
    }

    internal static Failure? Judge(byte[] file)
    {
        var reader = new ImageReader();
        var early = reader.Push(file);
        return reader.End().TryGet(out _, out var failure) ? early : failure;
    }

    private static ImageFacts Read(byte[] file, int piece = int.MaxValue)
    {
        var reader = new ImageReader();
        for (var at = 0; at < file.Length; at += Math.Min(piece, file.Length - at))
            Assert.That(reader.Push(file.AsSpan(at, Math.Min(piece, file.Length - at))), Is.Null, $"At {at}.");
        return reader.End().TryGet(out var facts, out var failure) ? facts : throw new AssertionException(failure.Code);
    }

    /// <summary>The same changes with every run, and on every machine.</summary>
    private sealed class Noise(uint seed)
    {
        private static readonly byte[] Awkward = [0, 1, 0x7F, 0x80, 0xD8, 0xD9, 0xDA, 0xFE, 0xFF];

        private uint state = seed;

        public byte[] Break(byte[] file)
        {
            var broken = file.ToList();
            for (var changes = 1 + Next(4); changes > 0; changes--)
            {
                // Where the structure is, more often than not.
                var at = Next(Next(2) == 0 ? Math.Min(48, broken.Count) : broken.Count);
                switch (Next(4))
                {
                    case 0:
                        broken.RemoveRange(at, Math.Min(1 + Next(8), broken.Count - at));
                        break;
                    case 1:
                        broken.InsertRange(at, Enumerable.Repeat(Awkward[Next(Awkward.Length)], 1 + Next(8)));
                        break;
                    case 2:
                        broken[at] ^= (byte)(1 << Next(8));
                        break;
                    default:
                        broken[at] = Awkward[Next(Awkward.Length)];
                        break;
                }
                if (broken.Count == 0)
                    broken.Add(0);
            }
            return [.. broken];
        }

        /// <summary>Marsaglia's xorshift.</summary>
        private int Next(int bound)
        {
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            return (int)(state % (uint)bound);
        }
    }
}
