using Enterprise.Application.Accounts.Avatars.Images;
using Enterprise.Domain.Accounts;
using Enterprise.Tests.Support;

namespace Enterprise.Tests.Application.Accounts.Avatars;

/// <summary>Files that were made to be misread.</summary>
[Parallelizable(ParallelScope.All)]
internal sealed class HostileImageTests
{
    private static readonly byte[] Data = Pictures.Chunk("IDAT", [1]);
    private static readonly byte[] End = Pictures.Chunk("IEND");
    private static readonly byte[] Header = Pictures.Header(10, 10);

    private static readonly TestCaseData<byte[]>[] NoPictures =
    [
        new([]) { TestName = "Nothing" },
        new("GIF89a\x1\0\x1\0\x80\0\0\0\0\0\xff\xff\xff;"u8.ToArray()) { TestName = "A GIF" },
        new("<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>"u8.ToArray())
        {
            TestName = "SVG",
        },
        new("<html>"u8.ToArray()) { TestName = "HTML" },
        new("RIFF\x04\0\0\0WAVE"u8.ToArray()) { TestName = "Another RIFF" },
        new([0x89]) { TestName = "The first byte of a PNG" },
        new([0xFF, 0xD8, 0xFF, 0xD9]) { TestName = "A JPEG of nothing" },
        new(Pictures.Png(Data, End)) { TestName = "A PNG without a header" },
        new(Pictures.Png(Pictures.Chunk("tEXt"), Header, Data, End)) { TestName = "A PNG whose header is second" },
        new(Pictures.Png(Header, Header, Data, End)) { TestName = "A PNG with two headers" },
        new(Pictures.Png(Header, End)) { TestName = "A PNG without data" },
        new(Pictures.Png(Header, Data)) { TestName = "A PNG without an end" },
        new(Pictures.Png(Header, Data, Pictures.Chunk("IEND", [1]))) { TestName = "A PNG with something in its end" },
        new(Pictures.Png(Header, Data, End, Data)) { TestName = "A PNG that goes on" },
        new(Pictures.Png(Header, Data, Pictures.Chunk("a\0b "), End)) { TestName = "A PNG with a chunk of no name" },
        new(Pictures.Png(Header, [0xFF, 0xFF, 0xFF, 0xFF, .. "IDAT"u8, 1], End))
        {
            TestName = "A PNG with a chunk of 4 GiB",
        },
        new(Pictures.Png(Header, [0x7F, 0xFF, 0xFF, 0xFF, .. "IDAT"u8, 1], End))
        {
            TestName = "A PNG with a chunk of 2 GiB",
        },
        new(Pictures.Png(Pictures.Header(0, 10), Data, End)) { TestName = "A PNG of no width" },
        new(Pictures.Png(Pictures.Header(10, 10, depth: 3), Data, End)) { TestName = "A PNG of 3 bits" },
        new(Pictures.Png(Pictures.Header(10, 10, colour: 5), Data, End)) { TestName = "A PNG of no colour type" },
        new(Pictures.Png(Pictures.Header(10, 10, interlace: 2), Data, End)) { TestName = "A PNG of no interlacing" },
        new(Pictures.Jpeg(width: 0)) { TestName = "A JPEG of no width" },
        new(Pictures.Jpeg(height: 0)) { TestName = "A JPEG whose height comes later" },
        new([0xFF, 0xD8, .. Pictures.Scan, 0xFF, 0xD9]) { TestName = "A JPEG without a frame" },
        new([0xFF, 0xD8, .. Pictures.Frame(0xC0, 9, 9), 0xFF, 0xD9]) { TestName = "A JPEG without a scan" },
        new([0xFF, 0xD8, 0xFF, 0xE0, 0, 0, 0xFF, 0xD9]) { TestName = "A JPEG with a segment of no length" },
        new([0xFF, 0xD8, 0xFF, 0xE0, 0, 1, 0xFF, 0xD9]) { TestName = "A JPEG with a segment shorter than its length" },
        new([0xFF, 0xD8, .. Pictures.Frame(0xC0, 9, 9), .. Pictures.Frame(0xC0, 9, 9), .. Pictures.Scan, 0xFF, 0xD9])
        {
            TestName = "A JPEG of two frames",
        },
        new([0xFF, 0xD8, .. Pictures.Frame(0xC4, 9, 9), .. Pictures.Scan, 0xFF, 0xD9])
        {
            TestName = "A JPEG whose frame is a table",
        },
        new(Pictures.WebP()) { TestName = "A WebP of nothing" },
        new(Pictures.WebP(Pictures.Canvas())) { TestName = "A WebP of a canvas alone" },
        new(Pictures.WebP(Pictures.Riff("EXIF", [1]), Pictures.Lossy())) { TestName = "A WebP that starts with EXIF" },
        new(Pictures.WebP(Pictures.Lossy(), Pictures.Canvas())) { TestName = "A WebP whose canvas is second" },
        new(Pictures.WebP(Pictures.Riff("VP8 ", [0x10, 0]))) { TestName = "A WebP with a picture of two bytes" },
        new(Pictures.WebP(Pictures.Riff("VP8 ", new byte[20]))) { TestName = "A WebP without a start code" },
        new(Pictures.WebP(Pictures.Riff("VP8L", new byte[20]))) { TestName = "A WebP without a signature" },
        new(Pictures.WebP(Pictures.Lossy(width: 0))) { TestName = "A WebP of no width" },
        new(Pictures.WebP([.. "VP8 "u8, 0xFF, 0xFF, 0xFF, 0xFF, .. Pictures.Lossy()[8..]]))
        {
            TestName = "A WebP with a chunk of 4 GiB",
        },
        new([.. "RIFF"u8, 0xFF, 0xFF, 0xFF, 0xFF, .. "WEBP"u8, .. Pictures.Lossy()]) { TestName = "A WebP of 4 GiB" },
        new([.. "RIFF\x05\0\0\0WEBP"u8, .. Pictures.Lossy()]) { TestName = "A WebP that is longer than it says" },
    ];

    private static readonly TestCaseData<byte[]>[] TooLarge =
    [
        new(Pictures.Png(8193, 1)) { TestName = "A PNG a pixel too wide" },
        new(Pictures.Png(1, 8193)) { TestName = "A PNG a pixel too high" },
        new(Pictures.Png(8192, 4883)) { TestName = "A PNG a line too large" },
        new(Pictures.Png(uint.MaxValue, uint.MaxValue)) { TestName = "A PNG of 2^64 pixels" },
        new(Pictures.Png(0x10001, 0x10000)) { TestName = "A PNG whose area overflows 32 bits" },
        new(Pictures.Jpeg(0xFFFF, 0xFFFF)) { TestName = "A JPEG of 2^32 pixels" },
        new([.. Pictures.Jpeg(), .. Pictures.Jpeg(0xFFFF, 1)]) { TestName = "A JPEG with a wide one behind it" },
        new(Pictures.WebP(Pictures.Lossy(0x3FFF, 0x3FFF))) { TestName = "A lossy WebP of 2^28 pixels" },
        new(Pictures.WebP(Pictures.Lossless(1 << 14, 1 << 14))) { TestName = "A lossless WebP of 2^28 pixels" },
        new(Pictures.WebP(Pictures.Canvas(1 << 24, 1 << 24), Pictures.Lossy()))
        {
            TestName = "A canvas of 2^48 pixels",
        },
        new(Pictures.WebP(Pictures.Canvas(), Pictures.Lossy(0x3FFF, 1)))
        {
            TestName = "A picture wider than its canvas",
        },
        new(Pictures.WebP(Pictures.Canvas(), Pictures.AnimationFrame(1 << 24, 1)))
        {
            TestName = "A frame of 2^24 pixels",
        },
    ];

    [TestCaseSource(nameof(NoPictures))]
    public void It_is_no_picture(byte[] file) =>
        Assert.That(ImageReaderTests.Judge(file), Is.EqualTo(AvatarFailures.NotAnImage));

    [TestCaseSource(nameof(TooLarge))]
    public void It_claims_too_many_pixels(byte[] file) =>
        Assert.That(ImageReaderTests.Judge(file), Is.EqualTo(AvatarFailures.TooManyPixels));

    [Test]
    public void A_claim_is_refused_before_the_rest_of_the_file_comes()
    {
        var reader = new ImageReader();

        Assert.That(reader.Push(Pictures.Png(9000, 9000).AsSpan(0, 33)), Is.EqualTo(AvatarFailures.TooManyPixels));
        Assert.That(reader.Push(new byte[1000]), Is.EqualTo(AvatarFailures.TooManyPixels), "It stays refused.");
    }

    [Test]
    public void Segments_without_end_and_chunks_of_nothing_take_no_memory()
    {
        byte[][] starts =
        [
            [0xFF, 0xD8],
            Pictures.Png(Header),
            [.. "RIFF"u8, 0xFE, 0xFF, 0xFF, 0x7F, .. "WEBP"u8, .. Pictures.Lossy()],
        ];
        byte[][] rest = [Pictures.Segment(0xE1, []), Pictures.Chunk("tEXt"), Pictures.Riff("EXIF", [])];
        for (var format = 0; format < starts.Length; format++)
        {
            var many = Enumerable.Repeat(rest[format], 10_000).SelectMany(bytes => bytes).ToArray();
            var reader = new ImageReader();
            reader.Push(starts[format]);
            var before = GC.GetAllocatedBytesForCurrentThread();

            for (var round = 0; round < 50; round++)
                reader.Push(many);

            // Half a million of them; what is counted grows by some kilobytes where another thread has garbage collected.
            Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(1 << 20));
            Assert.That(reader.End().Failure, Is.EqualTo(AvatarFailures.NotAnImage));
        }
    }
}
