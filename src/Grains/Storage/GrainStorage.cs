namespace FlashFlow.Grains;

/// <summary>Where grains keep their state: PostgreSQL, through Orleans' ADO.NET storage.</summary>
public static class GrainStorage
{
    /// <summary>Name of the storage provider.</summary>
    public const string Name = "grains";

    /// <summary>The ADO.NET provider, as Orleans names it.</summary>
    public const string Invariant = "Npgsql";

    /// <summary>Creates what the storage needs in the database; safe to run again.</summary>
    public static string Schema { get; } = ReadSchema();

    private static string ReadSchema()
    {
        using var stream = typeof(GrainStorage).Assembly.GetManifestResourceStream("grain-storage.sql")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
