using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Json;

namespace Enterprise.Application.Configuration;

/// <summary>A file of settings as it is at start, without the log levels: those come from <see cref="LogLevelProvider"/> alone, so that one that is taken out of a file is gone.</summary>
internal sealed class SettledJsonSource : JsonConfigurationSource
{
    public SettledJsonSource(string path, bool optional)
    {
        Path = path;
        Optional = optional;
        ResolveFileProvider();
    }

    public override IConfigurationProvider Build(IConfigurationBuilder builder)
    {
        EnsureDefaults(builder);
        return new Provider(this);
    }

    private sealed class Provider(SettledJsonSource source) : JsonConfigurationProvider(source)
    {
        public override void Load(Stream stream)
        {
            base.Load(stream);
            foreach (var key in Data.Keys.Where(LogLevelSettings.IsLevel).ToArray())
                Data.Remove(key);
        }
    }
}
