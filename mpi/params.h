/* params.h - of which parameters a shared design is made, and what memory it takes. */
#ifndef WOAD_MPI_PARAMS_H
#define WOAD_MPI_PARAMS_H

#include <woad/design.h>

/* WOAD_ERROR_ARGUMENT, or what woad_design_validate says, for what is not shared. */
woad_status woad_mpi_params_check(const woad_design_params *params, woad_error *error);

/* Zero stands for the default. */
woad_design_params woad_mpi_params_resolve(const woad_design_params *params);

#endif
