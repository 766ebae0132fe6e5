namespace Enterprise.Api.Operations.Metrics;

/// <summary>
/// Eight buckets to each doubling, from 0.01 ms to 168 s. What a bucket holds is read as its geometric middle, so it is wrong by
/// 2^(1/16) at the most, 4.5 % either way; what lies outside is read as the nearest end.
/// </summary>
internal static class Buckets
{
    /// <summary>How far a value between <see cref="Least"/> and <see cref="Most"/> can be from what is read, as a factor.</summary>
    public const double MaxFactor = 1.0443;

    /// <summary>In milliseconds.</summary>
    public const double Least = 0.01;

    /// <summary>In milliseconds.</summary>
    public const double Most = Least * (1 << Doublings);

    /// <summary>The first is for what is no more than the least.</summary>
    public const int Count = (Doublings * PerDoubling) + 1;

    private const int Doublings = 24;
    private const int PerDoubling = 8;

    /// <summary>The bucket of a number of milliseconds; of what is no number, the first.</summary>
    public static int IndexOf(double milliseconds) =>
        milliseconds > Least
            ? (int)Math.Min(Count - 1, 1 + Math.Floor(Math.Log2(milliseconds / Least) * PerDoubling))
            : 0;

    /// <summary>What a bucket stands for, in milliseconds.</summary>
    public static double MiddleOf(int index) => index == 0 ? Least : Least * Math.Pow(2, (index - 0.5) / PerDoubling);
}
