"""What stands at the end of every mail that somebody may choose not to get."""


def footer(account: str, stop: str, language: str) -> str:
    """Say where one chooses how soon one is told, and where one stops it at once."""
    if language == "en":
        return (
            f"\nYou choose how soon you are told in My account:\n{account}\n"
            f"To get no more of these mails:\n{stop}\n"
        )
    return (
        f"\nVous choisissez quand vous êtes prévenu dans Mon compte :\n{account}\n"
        f"Pour ne plus recevoir ces messages :\n{stop}\n"
    )
