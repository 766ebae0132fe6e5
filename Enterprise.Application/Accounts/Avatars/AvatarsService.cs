using Enterprise.Application.Abstractions;
using Enterprise.Application.Authorization;
using Enterprise.Domain.Common;
using Enterprise.Domain.Roles;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Enterprise.Application.Accounts.Avatars;

/// <summary>Pictures of users.</summary>
public sealed class AvatarsService(
    IAvatarStore avatars,
    ICredentialThrottle throttle,
    UploadSlots slots,
    DownloadSlots downloads,
    IOptions<AvatarOptions> options,
    TimeProvider time,
    ILogger<AvatarsService> logger
)
{
    /// <summary>Reads a picture to its end and makes it the caller's; gives its tag.</summary>
    public async Task<Result<string>> UploadAsync(
        Caller caller,
        Stream body,
        RequestOrigin origin,
        CancellationToken ct
    )
    {
        if (!slots.Take(caller.UserId).TryGet(out var slot, out var refusal))
            return refusal;
        using (slot)
        {
            // As for a name: each change is kept for ever in the audit trail.
            if (await throttle.TakeAsync(origin, ct) is { } wait)
                return RequestFailures.TooManyCredentials(wait);
            using var deadline = new CancellationTokenSource(options.Value.UploadTime, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, deadline.Token);
            try
            {
                return await StoreAsync(caller, body, origin, either.Token);
            }
            catch (OperationCanceledException) when (deadline.IsCancellationRequested && !ct.IsCancellationRequested)
            {
                return RequestFailures.TooSlow;
            }
        }
    }

    /// <summary>Deletes the caller's picture.</summary>
    public async Task<Result<Unit>> DeleteAsync(Caller caller, RequestOrigin origin, CancellationToken ct)
    {
        if (await throttle.TakeAsync(origin, ct) is { } wait)
            return RequestFailures.TooManyCredentials(wait);
        ct.ThrowIfCancellationRequested();
        return await avatars.DeleteAsync(caller.UserId, origin, CancellationToken.None)
            ? default(Unit)
            : RequestFailures.NotFound;
    }

    /// <summary>
    /// A user's picture, for themselves and for who may see other people's accounts; for anybody else it is not there. The caller
    /// disposes of it.
    /// </summary>
    public async Task<Result<AvatarDownload>> OpenAsync(
        Caller caller,
        Guid userId,
        IfNoneMatch known,
        CancellationToken ct
    )
    {
        if (caller.UserId != userId && !caller.Holds(Permissions.UsersRead))
            return RequestFailures.NotFound;
        if (!downloads.Take(caller.UserId).TryGet(out var slot, out var refusal))
            return refusal;
        return await AvatarDownload.OpenAsync(avatars, slot, time, userId, known, ct) is { } found
            ? found
            : RequestFailures.NotFound;
    }

    private async Task<Result<string>> StoreAsync(
        Caller caller,
        Stream body,
        RequestOrigin origin,
        CancellationToken ct
    )
    {
        await using var upload = new AvatarUpload(avatars, caller.UserId, time, logger);
        if (!(await upload.ReceiveAsync(body, ct)).TryGet(out var avatar, out var refusal))
            return refusal;
        ct.ThrowIfCancellationRequested();
        // Not tied to the client from here on, so that a change is not left in doubt.
        return await upload.CompleteAsync(avatar, origin, CancellationToken.None);
    }
}
