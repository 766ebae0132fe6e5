using Enterprise.Domain.Accounts;
using Enterprise.Domain.Common;

namespace Enterprise.Application.Accounts.Avatars.Images;

/// <summary>
/// Finds out what a file is while it comes in, in pieces of any size. What it keeps does not grow with the file, and it takes time in
/// proportion to the bytes that were sent, whatever lengths they claim.
/// </summary>
public sealed class ImageReader
{
    /// <summary>No format wants to see more at once.</summary>
    private const int MostNeeded = 32;

    private readonly byte[] seen = new byte[MostNeeded];
    private IImageFormat? format;
    private ImageStep step = ImageStep.Read(1);
    private int count;
    private long left;
    private bool seeks;
    private long length;

    /// <summary>Takes the next piece; gives why the file is refused, as soon as that is known.</summary>
    public Failure? Push(ReadOnlySpan<byte> bytes)
    {
        length += bytes.Length;
        while (!bytes.IsEmpty && step.Refusal is null)
            bytes = bytes[Take(bytes)..];
        return step.Refusal;
    }

    /// <summary>Says what the file is, when all of it was pushed.</summary>
    public Result<ImageFacts> End()
    {
        if (step.Refusal is { } refusal)
            return refusal;
        return left == 0 && count == 0 && !seeks && format?.MayEndAt(length) == true
            ? new ImageFacts(format.ContentType, format.Width, format.Height)
            : AvatarFailures.NotAnImage;
    }

    /// <summary>Gives how many bytes it took: one at least.</summary>
    private int Take(ReadOnlySpan<byte> bytes)
    {
        if (left > 0)
            return Pass(bytes);
        if (seeks)
            return Seek(bytes);
        var taken = Math.Min(step.Need - count, bytes.Length);
        bytes[..taken].CopyTo(seen.AsSpan(count));
        count += taken;
        if (count == step.Need)
            Advance();
        return taken;
    }

    private int Seek(ReadOnlySpan<byte> bytes)
    {
        var found = bytes.IndexOf((byte)0xFF);
        seeks = found < 0;
        return seeks ? bytes.Length : found + 1;
    }

    private int Pass(ReadOnlySpan<byte> bytes)
    {
        var passed = (int)Math.Min(left, bytes.Length);
        left -= passed;
        return passed;
    }

    private void Advance()
    {
        step = format is null ? Choose() : format.Next(seen.AsSpan(0, count));
        count = 0;
        left = step.Skip;
        seeks = step.ToNextMarker;
    }

    /// <summary>One byte tells the three apart; each then asks for the rest of its signature.</summary>
    private ImageStep Choose()
    {
        format = seen[0] switch
        {
            PngFormat.FirstByte => new PngFormat(),
            JpegFormat.FirstByte => new JpegFormat(),
            WebPFormat.FirstByte => new WebPFormat(),
            _ => null,
        };
        return format?.Start ?? ImageStep.NotAnImage;
    }
}
