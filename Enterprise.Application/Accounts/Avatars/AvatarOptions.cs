using Enterprise.Application.Configuration;
using Microsoft.Extensions.Options;

namespace Enterprise.Application.Accounts.Avatars;

/// <summary>How much uploading and downloading of pictures goes on (<c>APP_AVATARS__...</c>).</summary>
public sealed class AvatarOptions
{
    public const string Section = "Avatars";

    /// <summary>The longest that an upload can be allowed to take, in seconds; what was begun earlier than that is nobody's.</summary>
    public const int MaxUploadSeconds = 1800;

    /// <summary>Uploads at the same time, by one instance: 1 to 1024; one of each user.</summary>
    public int ConcurrentUploads { get; set; } = 8;

    /// <summary>How long one may take, in seconds: 5 to 1800. In 300 seconds 20 MiB come through at 70 KiB a second.</summary>
    public int UploadSeconds { get; set; } = 300;

    /// <summary>Downloads at the same time, by one instance: 1 to 10000.</summary>
    public int ConcurrentDownloads { get; set; } = 128;

    /// <summary>How long one may take, in seconds: 5 to 1800.</summary>
    public int DownloadSeconds { get; set; } = 300;

    public TimeSpan DownloadTime => TimeSpan.FromSeconds(DownloadSeconds);

    public TimeSpan UploadTime => TimeSpan.FromSeconds(UploadSeconds);
}

/// <summary>Lists everything that is wrong with the <see cref="AvatarOptions"/> in one go.</summary>
public sealed class AvatarOptionsValidator : IValidateOptions<AvatarOptions>
{
    public ValidateOptionsResult Validate(string? name, AvatarOptions options) =>
        new SettingFaults()
            .Range("APP_AVATARS__CONCURRENT_UPLOADS", options.ConcurrentUploads, 1, 1024)
            .Range("APP_AVATARS__UPLOAD_SECONDS", options.UploadSeconds, 5, AvatarOptions.MaxUploadSeconds)
            .Range("APP_AVATARS__CONCURRENT_DOWNLOADS", options.ConcurrentDownloads, 1, 10_000)
            .Range("APP_AVATARS__DOWNLOAD_SECONDS", options.DownloadSeconds, 5, AvatarOptions.MaxUploadSeconds)
            .Result();
}
