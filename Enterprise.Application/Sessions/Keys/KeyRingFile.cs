using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Enterprise.Application.Sessions.Keys;

/// <summary>The ring file: <c>{"keys":[...]}</c>, read strictly.</summary>
/// <param name="Keys">The keys, in any order.</param>
internal sealed record KeyRingFile(SigningKeySetting[] Keys)
{
    public static bool TryRead(ReadOnlySpan<byte> json, [NotNullWhen(true)] out KeyRingFile? file)
    {
        try
        {
            file = JsonSerializer.Deserialize(json, KeyRingFileContext.Default.KeyRingFile);
            // The reader holds members to their annotations, but not what stands in arrays.
            if (file is not null && Array.Exists<SigningKeySetting?>(file.Keys, key => key is null))
                file = null;
            return file is not null;
        }
        // Its message may quote the file; that the file is not right is all that is told.
        catch (JsonException)
        {
            file = null;
            return false;
        }
    }
}

/// <summary>Strict reading, generated at compile time.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Strict,
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    MaxDepth = 4
)]
[JsonSerializable(typeof(KeyRingFile))]
internal sealed partial class KeyRingFileContext : JsonSerializerContext;
