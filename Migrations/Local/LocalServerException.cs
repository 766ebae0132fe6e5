namespace Enterprise.Migrations.Local;

/// <summary>The machine cannot give what was asked; the message says what to do about it and is fit for a terminal.</summary>
internal sealed class LocalServerException(string message, Exception? inner = null) : Exception(message, inner);
