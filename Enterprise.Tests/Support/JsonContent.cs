using System.Text;
using System.Text.Json;

namespace Enterprise.Tests.Support;

/// <summary>A JSON body.</summary>
internal static class JsonContent
{
    public static StringContent Of(object body) =>
        new(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");
}
