using Enterprise.Api.Authentication;
using Enterprise.Api.Http;
using Enterprise.Api.Limits;
using Enterprise.Application.Accounts.Avatars;
using Enterprise.Domain.Accounts;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Enterprise.Api.Accounts;

/// <summary>Pictures of users.</summary>
[ApiController]
[Tags("Accounts")]
public sealed class AvatarsController(AvatarsService avatars) : ControllerBase
{
    /// <summary>Sends the caller's picture.</summary>
    /// <remarks>
    /// The body is the file itself: PNG, JPEG or WebP, up to 20 MiB, 8192 pixels a side and 40 million in all. Its bytes say what it is;
    /// whatever the header Content-Type says is not looked at. It takes the place of the picture before when it has come through whole,
    /// and until then nobody sees anything of it. One upload of each user goes on at a time (another: 429), and a few of all
    /// users (503). One that takes more than five minutes, where no other limit is set, is broken off (408).
    /// </remarks>
    /// <response code="204">It is the caller's picture; the header ETag names it.</response>
    [HttpPut("/v1/me/avatar", Name = "change_my_avatar")]
    [Authorize]
    [EntityTag]
    [BodyLimit(Avatar.MaxBytes)]
    [OwnLimits]
    [ReadsImages]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    [Refusals(
        400,
        401,
        408,
        413,
        429,
        503,
        Codes = ["avatars.not_an_image", "avatars.too_many_pixels", "server.overloaded"]
    )]
    public async Task<IActionResult> Change(CancellationToken ct) =>
        (await avatars.UploadAsync(User.Caller(), Request.Body, HttpContext.Origin(), ct)).ToActionResult(
            EntityTags.NoContent
        );

    /// <summary>Deletes the caller's picture.</summary>
    /// <remarks>Where there is none, that is a 404.</remarks>
    /// <response code="204">It is gone.</response>
    [HttpDelete("/v1/me/avatar", Name = "delete_my_avatar")]
    [Authorize]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    [Refusals(401, 404, 429, 503)]
    public async Task<IActionResult> Delete(CancellationToken ct) =>
        (await avatars.DeleteAsync(User.Caller(), HttpContext.Origin(), ct)).ToActionResult(_ => NoContent());

    /// <summary>What does a user look like?</summary>
    /// <remarks>
    /// One's own picture, or anybody's with the permission `users.read`; for others it is not there. The file comes back byte for byte.
    /// Keep it with its ETag and ask with `If-None-Match`: the picture at this address may be another one at any time.
    /// </remarks>
    /// <param name="id" example="0197a3c2-b1d4-7e0f-9a6b-5c4d3e2f1a0b">The user's id.</param>
    /// <response code="200">The picture.</response>
    [HttpGet("/v1/users/{id}/avatar", Name = "get_avatar")]
    [Authorize]
    [OwnLimits]
    [EntityTag]
    [ProducesResponseType<FileResult>(StatusCodes.Status200OK, "image/png", "image/jpeg", "image/webp")]
    [Refusals(400, 401, 404, 503, Codes = ["server.overloaded"])]
    public async Task<IActionResult> Find(Guid id, CancellationToken ct) =>
        (await avatars.OpenAsync(User.Caller(), id, Request.IfNoneMatch(), ct)).ToActionResult(
            avatar => new AvatarResult(avatar)
        );
}
