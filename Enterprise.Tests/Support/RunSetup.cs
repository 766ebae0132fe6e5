[assembly: Parallelizable(ParallelScope.Fixtures)]

namespace Enterprise.Tests;

/// <summary>Ends what the run started.</summary>
[SetUpFixture]
internal sealed class RunSetup
{
    [OneTimeTearDown]
    public Task StopServerAsync() => Support.TestDatabase.StopServerAsync();
}
