using Microsoft.EntityFrameworkCore.Migrations;

namespace Enterprise.Tests.Architecture.Expanding;

/// <summary>A migration that is there to be judged.</summary>
internal sealed class Trial : Migration
{
    private readonly Action<MigrationBuilder> up;

    private Trial(Action<MigrationBuilder> up) => this.up = up;

    public static IReadOnlyList<Offence> Judge(Action<MigrationBuilder> up) => OperationRules.Judge(new Trial(up));

    protected override void Up(MigrationBuilder migrationBuilder) => up(migrationBuilder);
}
